/** The inner loops of the engine, each by itself, beside a budget for what they allocate. */
package io.holdfast.benchmarks.kernels;
