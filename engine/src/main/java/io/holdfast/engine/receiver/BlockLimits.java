package io.holdfast.engine.receiver;

import io.holdfast.stream.RateLimits;
import java.io.Serializable;
import java.time.Duration;

/**
 * When a block is cut, and when a source has to wait.
 *
 * @param maxRecords in a block
 * @param maxBytes of serialized records in a block
 * @param maxAge of a block since its first record
 * @param maxInFlightBytes in blocks that are cut and not yet durable; above, {@code store} blocks
 * @param rates records a second; above, {@code store} blocks
 */
public record BlockLimits(
    long maxRecords, int maxBytes, Duration maxAge, long maxInFlightBytes, RateLimits rates)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  double initialRate() {
    return rates.initial();
  }
}
