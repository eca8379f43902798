package io.holdfast.engine.receiver;

import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.stream.RateLimits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How much of a direct source may be taken now: what waits to be processed is bounded, and records
 * a second are. Any thread.
 */
final class DirectPace {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final RateLimits rates;
  private final double seconds;
  private final AheadLimit limit;
  private final PidRateEstimator estimator;
  private final Deque<Ahead> ahead = new ArrayDeque<>();
  private long aheadBytes;
  private boolean held;
  private double rate;
  private double permits;
  private long refilledNanos;
  private boolean begun;

  private record Ahead(long sequence, long bytes) {}

  DirectPace(
      BlockLimits limits, AheadLimit limit, Duration batchInterval, List<ReceivedBlock> left) {
    this.rates = limits.rates();
    this.rate = limits.initialRate();
    this.seconds = limits.maxAge().toNanos() / NANOS_PER_SECOND;
    this.limit = limit;
    this.estimator = new PidRateEstimator(batchInterval, rates.min());
    left.forEach(this::taken);
  }

  synchronized void taken(ReceivedBlock block) {
    ahead.addLast(new Ahead(block.sequence(), block.lengthBytes()));
    aheadBytes += block.lengthBytes();
    permits -= block.records();
  }

  synchronized boolean hasRoom() {
    return limit.allows(aheadBytes, ahead.size());
  }

  /** Notes that it is held back; false if it was. */
  synchronized boolean hold() {
    boolean before = held;
    held = true;
    return !before;
  }

  /** The opposite. */
  synchronized boolean free() {
    boolean before = held;
    held = false;
    return before;
  }

  /** How many records may be taken now; those of a block interval at most. */
  synchronized long records(long nowNanos) {
    if (rate == Double.POSITIVE_INFINITY) {
      return Long.MAX_VALUE;
    }
    double most = Math.max(1, rate * seconds);
    if (!begun) {
      begun = true;
      permits = most;
    } else {
      permits = Math.min(most, permits + rate * (nowNanos - refilledNanos) / NANOS_PER_SECOND);
    }
    refilledNanos = nowNanos;
    return permits < 1 ? 0 : (long) permits;
  }

  /** A batch is complete; {@code blocks} of it are of this stream. */
  synchronized void processed(
      List<ReceivedBlock> blocks, long nowMillis, Duration processing, Duration scheduling) {
    for (ReceivedBlock block : blocks) {
      while (!ahead.isEmpty() && ahead.peekFirst().sequence() <= block.sequence()) {
        aheadBytes -= ahead.removeFirst().bytes();
      }
    }
    if (rates.estimated()) {
      long records = blocks.stream().mapToLong(ReceivedBlock::records).sum();
      estimator
          .batch(nowMillis, records, processing, scheduling)
          .ifPresent(estimate -> rate = Math.min(estimate, rates.max()));
    }
  }
}
