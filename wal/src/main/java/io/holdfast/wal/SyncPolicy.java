package io.holdfast.wal;

import io.holdfast.ConfigurationException;
import java.time.Duration;

/**
 * When a log forces what was written.
 *
 * @param kind the policy
 * @param interval for {@link Kind#INTERVAL}, zero otherwise
 */
public record SyncPolicy(Kind kind, Duration interval) {

  /** The three policies. */
  public enum Kind {
    /** Before each acknowledgement, once for all records that wait. */
    ALWAYS,
    /** At most so long after a record was written; acknowledgements are weak. */
    INTERVAL,
    /** When a segment is sealed; acknowledgements are weak. For tests. */
    NONE
  }

  public static final SyncPolicy ALWAYS = new SyncPolicy(Kind.ALWAYS, Duration.ZERO);
  public static final SyncPolicy NONE = new SyncPolicy(Kind.NONE, Duration.ZERO);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  public SyncPolicy {
    boolean positive = interval.compareTo(Duration.ZERO) > 0 && interval.compareTo(LONGEST) <= 0;
    if (kind == Kind.INTERVAL && !positive) {
      throw new ConfigurationException(
          "The interval between forces of a log is "
              + interval
              + "; allowed: more than 0, at most "
              + LONGEST
              + ". For a force before each acknowledgement use the policy ALWAYS.");
    }
  }

  /** Forces at most {@code interval} after a record was written. */
  public static SyncPolicy interval(Duration interval) {
    return new SyncPolicy(Kind.INTERVAL, interval);
  }

  /** Whether an acknowledged record survives a crash of the machine. */
  public boolean durable() {
    return kind == Kind.ALWAYS;
  }
}
