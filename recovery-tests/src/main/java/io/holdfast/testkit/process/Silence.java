package io.holdfast.testkit.process;

import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.stream.StreamingListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Knows when nothing has come for a while: of a source that is not a sample one cannot see more.
 * Safe for use by many threads.
 */
final class Silence implements StreamingListener {
  private static final Duration ENOUGH = Duration.ofSeconds(1);

  private final Scheduler scheduler;
  private final SerialExecutor lane;
  private volatile long lastNanos;

  Silence(Scheduler scheduler) {
    this.scheduler = scheduler;
    this.lane = scheduler.serial("silence");
    this.lastNanos = scheduler.nanoTime();
  }

  @Override
  public void onBlockAdded(BlockInfo block) {
    lastNanos = scheduler.nanoTime();
  }

  /** Completes when the other has and nothing comes any more; fails if the other does. */
  CompletableFuture<Void> after(CompletableFuture<Void> other) {
    CompletableFuture<Void> silent = new CompletableFuture<>();
    look(silent);
    return silent.thenCombine(other, (one, both) -> both);
  }

  private void look(CompletableFuture<Void> silent) {
    long left = ENOUGH.toNanos() - (scheduler.nanoTime() - lastNanos);
    if (left <= 0) {
      silent.complete(null);
    } else {
      scheduler.schedule(Duration.ofNanos(left), lane, () -> look(silent));
    }
  }
}
