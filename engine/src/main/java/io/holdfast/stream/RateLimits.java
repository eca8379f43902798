package io.holdfast.stream;

import io.holdfast.ConfigurationException;
import java.io.Serializable;

/**
 * How many records a second each receiver may bring. Immutable.
 *
 * @param initial until there is an estimate; infinite for no limit
 * @param max at any time; infinite for no limit
 * @param min below which an estimate does not fall
 * @param estimated whether the rate follows from how fast batches are processed (back-pressure)
 */
public record RateLimits(double initial, double max, double min, boolean estimated)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final double DEFAULT_MIN = 100;

  /** No limits; the default. Memory is bounded all the same: what waits is in the log. */
  public static final RateLimits NONE =
      new RateLimits(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, DEFAULT_MIN, false);

  public RateLimits {
    if (!(min > 0 && max >= min && initial >= min)) {
      throw new ConfigurationException(
          "Rates of receivers: the lowest is "
              + min
              + ", the initial "
              + initial
              + ", the highest "
              + max
              + " records a second. The lowest has to be above 0, and no other below it.");
    }
  }

  /**
   * Back-pressure: after each batch the rate is estimated anew from how fast it was processed and
   * how late it was, by the formula of Spark's PID rate estimator.
   */
  public static RateLimits backPressure() {
    return new RateLimits(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, DEFAULT_MIN, true);
  }

  /** The same, beginning with another rate. */
  public RateLimits initial(double recordsPerSecond) {
    return new RateLimits(recordsPerSecond, max, Math.min(min, recordsPerSecond), estimated);
  }

  /** The same with an upper limit. */
  public RateLimits max(double recordsPerSecond) {
    return new RateLimits(
        Math.min(initial, recordsPerSecond),
        recordsPerSecond,
        Math.min(min, recordsPerSecond),
        estimated);
  }

  /** The same with another lower limit of estimates. */
  public RateLimits min(double recordsPerSecond) {
    return new RateLimits(initial, max, recordsPerSecond, estimated);
  }
}
