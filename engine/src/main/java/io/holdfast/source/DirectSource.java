package io.holdfast.source;

import io.holdfast.source.ReceiverSource.SourcePromise;
import io.holdfast.stream.Guarantee;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;

/**
 * An input that needs no log of its own because it is one: it keeps its records in partitions,
 * under offsets, and gives the same records for the same offsets again. Which offsets make up a
 * batch is journaled; the records are read when the batch runs, and again when it runs again.
 *
 * <p>A value without open resources, part of the checkpointed graph. To write one, implement {@link
 * DirectReader}; all else - journaling, restarts, back-off, rates, batches - is the engine's.
 *
 * @param <T> records
 */
public interface DirectSource<T> extends Serializable {
  /** What kind of input it is and where it comes from, in one line. */
  String description();

  /** How a record is written where one is kept after all: in the quarantine. */
  RecordCodec<T> codec();

  /** What it can promise, and why: exactly-once, if it gives the same records again. */
  default SourcePromise promise() {
    return new SourcePromise(
        Guarantee.EXACTLY_ONCE,
        "it is read in place, and again after a crash; the offsets of each batch are journaled");
  }

  /**
   * How long nobody looks for new records at most, when none have come for a while; they are looked
   * for every block interval as long as they come.
   */
  default Duration longestPause() {
    return Duration.ofMillis(100);
  }

  /**
   * Connects. The engine holds one reader that looks for new records and one that tasks read with,
   * and opens others in their place when they fail.
   *
   * @throws IOException if the source cannot be reached; tried again after a back-off
   */
  DirectReader<T> open(DirectContext context) throws IOException;
}
