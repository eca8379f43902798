package io.holdfast.runtime;

import java.util.stream.Stream;

/**
 * Gives back several things at the end. On a disk that has failed, closing a file fails as well;
 * the other files, and locks above all, are given back nevertheless.
 */
public final class Closing {
  private Closing() {}

  /**
   * Takes every step, in order, whatever became of those before it.
   *
   * @throws RuntimeException if it was the first failure; the others are suppressed by it
   * @throws Error the same
   */
  public static void all(Stream<Runnable> steps) {
    Throwable[] first = new Throwable[1];
    steps.forEach(
        step -> {
          try {
            step.run();
          } catch (RuntimeException | Error e) {
            if (first[0] == null) {
              first[0] = e;
            } else if (first[0] != e) {
              first[0].addSuppressed(e);
            }
          }
        });
    if (first[0] instanceof Error error) {
      throw error;
    }
    if (first[0] instanceof RuntimeException failure) {
      throw failure;
    }
  }

  /** The same. */
  public static void all(Runnable... steps) {
    all(Stream.of(steps));
  }
}
