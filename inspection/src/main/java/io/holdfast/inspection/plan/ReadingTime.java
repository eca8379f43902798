package io.holdfast.inspection.plan;

import io.holdfast.inspection.BatchDelays.Delay;
import java.util.List;

/**
 * How long reading took when it was done for the plan.
 *
 * @param bytes that a start reads: the checkpoint, journal and data logs once, states twice
 * @param firstNanos for all of them, read as they were found
 * @param againBytes of logs that were read once more
 * @param againNanos for those, which came from the cache as far as there is one
 * @param delays of batches of which the checkpoints say how long they took at most
 */
record ReadingTime(
    long bytes, long firstNanos, long againBytes, long againNanos, List<Delay> delays) {

  /** Bytes a second at the first reading. */
  double firstRate() {
    return bytes * 1e9 / Math.max(1, firstNanos);
  }

  /** Bytes a second at the second reading. */
  double againRate() {
    return againBytes == 0 ? firstRate() : againBytes * 1e9 / Math.max(1, againNanos);
  }

  /** The shorter estimate. */
  double shortestMillis() {
    return bytes * 1e3 / Math.max(1, Math.max(firstRate(), againRate()));
  }

  /** The longer estimate. */
  double longestMillis() {
    return bytes * 1e3 / Math.max(1, Math.min(firstRate(), againRate()));
  }
}
