package io.holdfast.engine.receiver;

import java.time.Duration;

/**
 * Lets records through at a rate: those of a hundredth of a second at a time, so that the clock is
 * not asked for each. Used under the lock of its owner.
 */
final class RateLimiter {
  private static final long SLICES_PER_SECOND = 100;
  private static final long SLICE_NANOS = Duration.ofSeconds(1).toNanos() / SLICES_PER_SECOND;

  private double perSecond;
  private double permits;
  private long sliceNanos;
  private boolean begun;

  /** No limit is {@link Double#POSITIVE_INFINITY}. */
  RateLimiter(double perSecond) {
    this.perSecond = perSecond;
  }

  void rate(double recordsPerSecond) {
    perSecond = recordsPerSecond;
    permits = Math.min(permits, slice());
  }

  boolean unlimited() {
    return perSecond == Double.POSITIVE_INFINITY;
  }

  /** Takes a permit if there is one. */
  boolean tryAcquire() {
    if (permits < 1) {
      return false;
    }
    permits--;
    return true;
  }

  /**
   * Adds the permits of the time that has passed; at most those of one slice and a whole one are
   * kept.
   */
  void refill(long nowNanos) {
    long slices = begun ? (nowNanos - sliceNanos) / SLICE_NANOS : 1;
    if (slices > 0) {
      sliceNanos = begun ? sliceNanos + slices * SLICE_NANOS : nowNanos;
      begun = true;
      permits = Math.min(slice() + 1, permits + slices * slice());
    }
  }

  /** How long it takes until there is a permit. */
  Duration untilNext(long nowNanos) {
    long slices = Math.max(1, (long) Math.ceil((1 - permits) / slice()));
    return Duration.ofNanos(Math.max(1, sliceNanos + slices * SLICE_NANOS - nowNanos));
  }

  private double slice() {
    return perSecond / SLICES_PER_SECOND;
  }
}
