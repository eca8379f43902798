package io.holdfast.testkit.process;

import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.stream.StreamingListener;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Knows when nothing has come for a while: of a source that is not a sample one cannot see more. A
 * while is so many looks on a thread of the job, which is late when the job's threads are. Safe for
 * use by many threads.
 */
final class Silence implements StreamingListener {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final int ENOUGH_LOOKS = 50;

  private final Scheduler scheduler;
  private final SerialExecutor lane;
  private final CompletableFuture<Void> silent = new CompletableFuture<>();
  private final Set<String> waitingFor;
  private int looks;

  /**
   * A listener.
   *
   * @param streams whose receivers have to run before anything counts
   */
  Silence(Scheduler scheduler, Set<String> streams) {
    this.scheduler = scheduler;
    this.lane = scheduler.serial("silence");
    this.waitingFor = new HashSet<>(streams);
  }

  @Override
  public synchronized void onReceiver(ReceiverInfo receiver) {
    if (receiver.event().equals("started")) {
      waitingFor.remove(receiver.stream());
    }
    looks = 0;
  }

  @Override
  public synchronized void onBlockAdded(BlockInfo block) {
    looks = 0;
  }

  @Override
  public synchronized void onBatchCompleted(BatchInfo batch) {
    looks = batch.records() > 0 ? 0 : looks;
  }

  /** Completes when the other has and nothing comes any more; fails if the other does. */
  CompletableFuture<Void> after(CompletableFuture<Void> other) {
    look();
    return CompletableFuture.allOf(silent, other);
  }

  private synchronized void look() {
    if (waitingFor.isEmpty() && looks++ == ENOUGH_LOOKS) {
      silent.complete(null);
    } else {
      scheduler.schedule(BETWEEN_LOOKS, lane, this::look);
    }
  }
}
