package io.holdfast.engine;

import io.holdfast.runtime.Closing;
import java.util.concurrent.CompletionException;

/** The last steps of a driver: each is taken, and whoever waits for the end hears of it. */
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
    try {
      Closing.all(steps);
    } catch (RuntimeException | Error e) {
      if (cause == null) {
        return e;
      }
      if (cause != e) {
        cause.addSuppressed(e);
      }
    }
    return cause;
  }
}
