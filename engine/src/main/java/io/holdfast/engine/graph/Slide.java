package io.holdfast.engine.graph;

import java.io.Serializable;
import java.time.Duration;

/**
 * In which batches a stream has rows: in every one, or in the first one at or behind each multiple
 * of some time since 1970. That is a function of the times of batches, so it is the same after a
 * restart.
 *
 * @param millis 0 for every batch
 */
public record Slide(long millis) implements Serializable {
  public static final Slide EVERY_BATCH = new Slide(0);

  /** Every so often; in every batch if that is the batch interval. */
  static Slide every(Duration slide, Duration batchInterval) {
    return slide.equals(batchInterval) ? EVERY_BATCH : new Slide(slide.toMillis());
  }

  /**
   * Whether a batch is one.
   *
   * @param previousMillis the batch before it; 0 if it is the first
   */
  public boolean due(long previousMillis, long batchMillis) {
    if (millis == 0) {
      return true;
    }
    return previousMillis == 0
        ? batchMillis % millis == 0
        : Math.floorDiv(batchMillis, millis) > Math.floorDiv(previousMillis, millis);
  }

  /** The first multiple at or behind a time. */
  long atOrBehind(long timeMillis) {
    return millis == 0 ? timeMillis : Math.floorDiv(timeMillis + millis - 1, millis) * millis;
  }

  @Override
  public String toString() {
    return millis == 0 ? "every batch" : "every " + millis + " ms";
  }
}
