package io.holdfast.engine;

import java.util.concurrent.CompletionException;

/**
 * The last steps of a driver. On a disk that has failed, closing a file fails as well; so each step
 * is taken whatever became of those before it, and whoever waits for the end hears of it.
 */
final class Ending {
  private Ending() {}

  /**
   * Takes the steps.
   *
   * @param failure that has led to the end; null if nothing has failed
   * @return the failure, and suppressed by it those of the steps; null if nothing has failed at all
   */
  static Throwable of(Throwable failure, Runnable... steps) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    for (Runnable step : steps) {
      try {
        step.run();
      } catch (RuntimeException e) {
        if (cause == null) {
          cause = e;
        } else if (cause != e) {
          cause.addSuppressed(e);
        }
      }
    }
    return cause;
  }
}
