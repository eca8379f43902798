/** Runs engines side by side, each in its own process and in turn, and judges their figures. */
package io.holdfast.benchmarks.compare;
