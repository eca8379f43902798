package io.holdfast.runtime;

import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a scheduler's failed tasks end up: the one listener, or the log as long as there is none.
 */
final class FailureReporter {
  private static final Logger LOG = LoggerFactory.getLogger(FailureReporter.class);

  private volatile Scheduler.FailureListener listener =
      (executor, error) -> LOG.error("A task on {} failed", executor, error);

  void listener(Scheduler.FailureListener newListener) {
    listener = Objects.requireNonNull(newListener, "listener");
  }

  void report(String executor, Throwable error) {
    listener.failed(executor, error);
  }

  /** Like {@link #report} for threads that must survive: a listener that throws goes to the log. */
  void reportSafely(String executor, Throwable error) {
    try {
      listener.failed(executor, error);
    } catch (Throwable inListener) {
      inListener.addSuppressed(error);
      LOG.error("The failure listener failed on {}", executor, inListener);
    }
  }
}
