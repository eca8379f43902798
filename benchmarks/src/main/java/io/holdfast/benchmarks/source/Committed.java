package io.holdfast.benchmarks.source;

import io.holdfast.benchmarks.load.Meter;
import io.holdfast.stream.StreamingListener;

/**
 * Tells the meter what has committed: a line counts when its batch is complete.
 *
 * @param meter of the run
 */
public record Committed(Meter meter) implements StreamingListener {
  @Override
  public void onBatchCompleted(BatchInfo batch) {
    meter.committedMore(batch.records());
  }
}
