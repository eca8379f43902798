package io.holdfast.engine.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Estimates by figures that can be computed by hand, and a stream that is held by them. */
final class PidRateEstimatorTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void theFirstBatchOnlySetsTheRate() {
    PidRateEstimator estimator = new PidRateEstimator(SECOND, 10);
    assertEquals(
        OptionalDouble.empty(), estimator.batch(1_000, 500, Duration.ofMillis(500), Duration.ZERO));
    // The rate was 1000 a second; this batch has processed 600 a second, and was 100 ms late:
    // 1000 - 1.0 * 400 - 0.2 * (100 * 600 / 1000).
    assertEquals(
        OptionalDouble.of(588),
        estimator.batch(2_000, 600, SECOND, Duration.ofMillis(100)));
  }

  @Test
  void aBatchWithoutRecordsSaysNothing() {
    PidRateEstimator estimator = new PidRateEstimator(SECOND, 10);
    assertEquals(OptionalDouble.empty(), estimator.batch(1_000, 0, SECOND, Duration.ZERO));
    assertEquals(OptionalDouble.empty(), estimator.batch(1_000, 5, Duration.ZERO, Duration.ZERO));
  }

  @Test
  void theEstimateDoesNotFallBelowTheMinimum() {
    PidRateEstimator estimator = new PidRateEstimator(SECOND, 50);
    estimator.batch(1_000, 100, SECOND, Duration.ZERO);
    assertEquals(
        OptionalDouble.of(50), estimator.batch(2_000, 10, SECOND, Duration.ofSeconds(60)));
  }

  /** A job that can do 1,000 records a second, and a source that has any number of them. */
  @Test
  void aStreamThatIsTooFastIsHeldAtWhatCanBeProcessed() {
    PidRateEstimator estimator = new PidRateEstimator(SECOND, 10);
    double rate = 5_000;
    double waiting = 0;
    for (int second = 1; second <= 60; second++) {
      waiting += rate;
      double done = Math.min(waiting, 1_000);
      waiting -= done;
      rate =
          estimator
              .batch(
                  second * 1_000L,
                  Math.round(done),
                  Duration.ofMillis(Math.round(done)),
                  Duration.ofMillis(Math.round(waiting)))
              .orElse(rate);
    }
    assertEquals(1_000, rate, 20);
    assertEquals(0, waiting, 1_000);
  }
}
