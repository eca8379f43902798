package io.holdfast.engine;

import java.util.concurrent.CompletionException;

/**
 * The steps of an end, of which each is taken whatever becomes of those before it: what has failed
 * a driver, a storage that does not answer for instance, may well fail the closing of its files
 * too. Used by one thread.
 */
final class Ending {
  private Throwable cause;

  /**
   * @param failure what led to the end; null if it was asked for
   */
  Ending(Throwable failure) {
    this.cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
  }

  /** Takes a step; its failure is the cause of the end if there is none yet, or is added to it. */
  Ending then(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      if (cause == null) {
        cause = e;
      } else if (cause != e) {
        cause.addSuppressed(e);
      }
    }
    return this;
  }

  /** What led to the end, or has gone wrong in it first; null if nothing. */
  Throwable cause() {
    return cause;
  }
}
