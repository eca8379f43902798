/** What an engine costs that has nothing to do. */
package io.holdfast.benchmarks.idle;
