package io.holdfast.testkit.scenario;

import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.stream.StreamingListener;
import java.util.concurrent.TimeUnit;

/** Measures how long a life takes to complete its first batch, in simulated time. */
final class FirstBatch implements StreamingListener {
  private final SimulatedScheduler scheduler;
  private final long startNanos;
  private long millis = -1;

  FirstBatch(SimulatedScheduler scheduler) {
    this.scheduler = scheduler;
    this.startNanos = scheduler.nanoTime();
  }

  @Override
  public void onBatchCompleted(BatchInfo batch) {
    if (millis < 0) {
      millis = TimeUnit.NANOSECONDS.toMillis(scheduler.nanoTime() - startNanos);
    }
  }

  /** -1 if no batch has been completed. */
  long millis() {
    return millis;
  }
}
