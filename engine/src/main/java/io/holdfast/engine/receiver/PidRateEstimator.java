package io.holdfast.engine.receiver;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Estimates how many records a second a stream may bring so that its batches keep up: a controller
 * with a proportional, an integral and a derivative part, after each batch:
 *
 * <pre>
 * processed  = records / processing time
 * error      = rate - processed
 * backlog    = scheduling delay * processed / batch interval
 * rate       = rate - 1.0 * error - 0.2 * backlog - 0.0 * (error - last error) / time between
 * </pre>
 *
 * Formula and weights are those of Spark Streaming's {@code PIDRateEstimator} (SPARK-6691), so that
 * what is known of tuning it holds here. The first batch only sets the rate. Used by one thread.
 */
public final class PidRateEstimator {
  private static final double PROPORTIONAL = 1.0;
  private static final double INTEGRAL = 0.2;
  private static final double DERIVATIVE = 0.0;
  private static final double MILLIS_PER_SECOND = 1000;

  private final double intervalMillis;
  private final double minRate;
  private double rate;
  private double lastError;
  private long lastMillis;
  private boolean begun;

  /**
   * An estimator.
   *
   * @param minRate records a second below which the estimate does not fall
   */
  public PidRateEstimator(Duration batchInterval, double minRate) {
    this.intervalMillis = batchInterval.toMillis();
    this.minRate = minRate;
  }

  /**
   * Takes a batch into account.
   *
   * @param endMillis when it was complete
   * @return records a second; empty as long as there is no estimate
   */
  public OptionalDouble batch(
      long endMillis, long records, Duration processing, Duration scheduling) {
    double processingMillis = processing.toNanos() / 1e6;
    if (records == 0 || processingMillis <= 0 || (begun && endMillis <= lastMillis)) {
      return OptionalDouble.empty();
    }
    double processed = records / processingMillis * MILLIS_PER_SECOND;
    boolean first = !begun;
    if (first) {
      begun = true;
      rate = processed;
      lastError = 0;
    } else {
      double seconds = (endMillis - lastMillis) / MILLIS_PER_SECOND;
      double error = rate - processed;
      double backlog = scheduling.toNanos() / 1e6 * processed / intervalMillis;
      double change = (error - lastError) / seconds;
      rate =
          Math.max(minRate, rate - PROPORTIONAL * error - INTEGRAL * backlog - DERIVATIVE * change);
      lastError = error;
    }
    lastMillis = endMillis;
    return first ? OptionalDouble.empty() : OptionalDouble.of(rate);
  }
}
