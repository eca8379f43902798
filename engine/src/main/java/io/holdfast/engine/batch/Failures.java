package io.holdfast.engine.batch;

import io.holdfast.HoldfastException;
import io.holdfast.SourceFailedException;
import io.holdfast.engine.quarantine.DeadLetter;
import io.holdfast.engine.quarantine.Quarantine;
import io.holdfast.engine.receiver.SupervisorPolicy;
import io.holdfast.runtime.Scheduler;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.FailurePolicy;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * What a driver does when functions of the user's fail.
 *
 * @param quarantine present if the policy may set records aside
 * @param sources how often and when a source that is read in place is asked again
 */
public record Failures(
    FailurePolicy policy,
    Optional<Quarantine> quarantine,
    SupervisorPolicy sources,
    Scheduler scheduler,
    Reports reports) {

  /** Told of it, on the driver's executor. */
  public interface Reports {
    /** The batch will be computed again, or an output be called again. */
    void retrying(BatchTime batch, int retry, Duration delay, Throwable error);

    /** Whether an output has committed is not known; it will be asked again. */
    void asking(BatchTime batch, String output, Duration delay, CommitOutcome.Unknown unknown);

    /** Records were set aside; their batch has committed. */
    void quarantined(BatchTime batch, Collection<DeadLetter> letters);
  }

  /** What is behind an error. */
  static Throwable cause(Throwable error) {
    Throwable cause = error;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Whether a source that is read in place did not answer, and may yet. */
  static boolean isOfSource(Throwable cause) {
    return cause instanceof SourceFailedException;
  }

  /** Whether the error comes from the user's code: the engine's own are never tried again. */
  static boolean isOfUser(Throwable cause) {
    return cause instanceof RuntimeException && !(cause instanceof HoldfastException);
  }
}
