/** The load of the benchmarks and their measure, shared by all engines that are compared. */
package io.holdfast.benchmarks.load;
