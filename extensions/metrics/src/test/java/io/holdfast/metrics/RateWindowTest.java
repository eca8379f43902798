package io.holdfast.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rates over about ten seconds. */
final class RateWindowTest {
  private final RateWindow window = new RateWindow();

  private void sample(long millis, long count) {
    window.sample(TimeUnit.MILLISECONDS.toNanos(millis), count);
  }

  @Test
  void nothingIsKnownBeforeTheSecondSample() {
    assertEquals(0, window.perSecond());
    sample(5_000, 1_000_000);
    assertEquals(0, window.perSecond());
    sample(5_000, 1_000_000);
    assertEquals(0, window.perSecond(), "no time has passed");
  }

  @Test
  void aSteadyRateIsTheRateHoweverOftenItIsSampled() {
    for (int millis = 0; millis <= 60_000; millis += 50) {
      sample(millis, millis * 2L);
    }
    assertEquals(2_000, window.perSecond());
  }

  @Test
  void whatIsLongerAgoThanTheWindowIsForgotten() {
    for (int second = 0; second <= 10; second++) {
      sample(second * 1_000L, second * 100L);
    }
    assertEquals(100, window.perSecond());
    for (int second = 11; second <= 22; second++) {
      sample(second * 1_000L, 1_000);
    }
    assertEquals(0, window.perSecond());
  }

  @Test
  void aGapCountsAsTime() {
    sample(0, 0);
    sample(1_000, 1_000);
    sample(101_000, 2_000);
    assertEquals(10, window.perSecond());
  }
}
