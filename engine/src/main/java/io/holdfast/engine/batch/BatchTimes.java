package io.holdfast.engine.batch;

import io.holdfast.stream.BatchTime;
import java.time.Duration;

/**
 * Decides the time of the next batch. A function, so that it can be tested and replaced in tests.
 */
@FunctionalInterface
public interface BatchTimes {
  BatchTime next(BatchTime last, long nowMillis, Duration interval);

  /**
   * The newest multiple of the interval that has been reached, but always after the last batch:
   * when the clock was set back, batches go on a millisecond apart until it has caught up.
   */
  static BatchTime aligned(BatchTime last, long nowMillis, Duration interval) {
    long aligned = nowMillis - Math.floorMod(nowMillis, interval.toMillis());
    return new BatchTime(Math.max(aligned, last.epochMillis() + 1));
  }
}
