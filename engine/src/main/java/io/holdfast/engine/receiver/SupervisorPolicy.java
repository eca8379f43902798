package io.holdfast.engine.receiver;

import java.io.Serializable;
import java.time.Duration;

/**
 * How receivers are run.
 *
 * @param limits of blocks
 * @param maxAttemptsInRow after so many failed attempts without a record between them the stream
 *     gives up; {@link Integer#MAX_VALUE} for never
 */
public record SupervisorPolicy(BlockLimits limits, int maxAttemptsInRow) implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final long FIRST_MILLIS = 100;
  private static final long MAX_MILLIS = 5_000;

  /** Doubles from 100 ms up to 5 s. */
  public Duration backOff(int failure) {
    return Duration.ofMillis(Math.min(MAX_MILLIS, FIRST_MILLIS << Math.min(failure - 1, 10)));
  }
}
