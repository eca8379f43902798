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
   * @throws RuntimeException the first failure, with the others suppressed by it
   */
  public static void all(Stream<Runnable> steps) {
    RuntimeException[] first = new RuntimeException[1];
    steps.forEach(
        step -> {
          try {
            step.run();
          } catch (RuntimeException e) {
            if (first[0] == null) {
              first[0] = e;
            } else if (first[0] != e) {
              first[0].addSuppressed(e);
            }
          }
        });
    if (first[0] != null) {
      throw first[0];
    }
  }

  /** The same. */
  public static void all(Runnable... steps) {
    all(Stream.of(steps));
  }
}
