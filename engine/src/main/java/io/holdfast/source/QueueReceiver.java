package io.holdfast.source;

import io.holdfast.runtime.SerialExecutor;
import java.util.List;
import java.util.Map;

/** Stores each list of a queue as a block. */
final class QueueReceiver<T> implements Receiver<T> {
  private static final String PARTITION = "list";

  private final PushedLists<T> queue;
  private long next;
  private volatile boolean stopped;

  QueueReceiver(PushedLists<T> queue) {
    this.queue = queue;
  }

  @Override
  public void start(ReceiverContext<T> context, Map<String, Long> resumeAfter) {
    long durable = resumeAfter.getOrDefault(PARTITION, 0L);
    SerialExecutor lane = context.scheduler().serial("queue");
    next = durable + 1;
    queue.attach(durable, () -> lane.execute(() -> take(context)));
    lane.execute(() -> take(context));
  }

  @Override
  public void acknowledged(Map<String, Long> durable) {
    Long number = durable.get(PARTITION);
    if (number != null) {
      queue.durableUpTo(number);
    }
  }

  @Override
  public void stop() {
    stopped = true;
  }

  private void take(ReceiverContext<T> context) {
    try {
      for (List<T> list = queue.list(next); list != null && !stopped; list = queue.list(next)) {
        boolean taken = context.storeBlock(list, PARTITION, next);
        if (!taken && context.storedUpTo(PARTITION) < next) {
          return;
        }
        next++;
      }
      context.caughtUp();
    } catch (RuntimeException e) {
      context.fail("storing list " + next + " of the queue failed: " + e, e);
    }
  }
}
