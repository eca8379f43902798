/** From a kill to the first new output: what a start has to read, and how long it takes. */
package io.holdfast.benchmarks.recovery;
