package io.holdfast.benchmarks.compare;

/** How a run ended. */
sealed interface Outcome {

  /** With a result. */
  record Measured(Sample sample) implements Outcome {}

  /** Without one, and why. */
  record Failed(String why) implements Outcome {}
}
