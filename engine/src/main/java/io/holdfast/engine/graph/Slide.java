package io.holdfast.engine.graph;

import java.io.Serializable;
import java.time.Duration;

/**
 * In which batches a stream has rows: in every one, or in those whose time is a multiple of some
 * time since 1970. The engine sees to it that there is such a batch whenever there may be rows.
 *
 * @param millis 0 for every batch
 */
public record Slide(long millis) implements Serializable {
  public static final Slide EVERY_BATCH = new Slide(0);

  /** Every so often; in every batch if that is the batch interval. */
  static Slide every(Duration slide, Duration batchInterval) {
    return slide.equals(batchInterval) ? EVERY_BATCH : new Slide(slide.toMillis());
  }

  /** Whether a batch is one. */
  boolean due(long batchMillis) {
    return millis == 0 || batchMillis % millis == 0;
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
