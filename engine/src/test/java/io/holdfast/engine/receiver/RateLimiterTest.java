package io.holdfast.engine.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many records come through in how much time. */
final class RateLimiterTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** Records that come through in ten seconds when they are always there. */
  private static double in10Seconds(RateLimiter limiter) {
    long now = 17;
    long end = now + 10 * SECOND;
    long count = 0;
    while (now < end) {
      limiter.refill(now);
      while (limiter.tryAcquire()) {
        count++;
      }
      now += limiter.untilNext(now).toNanos();
    }
    return count;
  }

  @Test
  void theRateIsKept() {
    for (double rate : new double[] {0.5, 7, 99, 100, 12_345, 1_000_000}) {
      double count = in10Seconds(new RateLimiter(rate));
      assertEquals(10 * rate, count, Math.max(1, rate / 100), () -> "at " + rate);
    }
  }

  @Test
  void timeWithoutRecordsIsNotSavedUp() {
    RateLimiter limiter = new RateLimiter(1000);
    limiter.refill(0);
    limiter.refill(60 * SECOND);
    for (int i = 0; i < 11; i++) {
      assertTrue(limiter.tryAcquire());
    }
    assertFalse(limiter.tryAcquire());
  }

  @Test
  void aNewRateHoldsAtOnce() {
    RateLimiter limiter = new RateLimiter(1_000_000);
    limiter.refill(0);
    limiter.rate(100);
    assertTrue(limiter.tryAcquire());
    assertFalse(limiter.tryAcquire());
    assertEquals(Duration.ofMillis(10), limiter.untilNext(0));
  }
}
