package io.holdfast.runtime;

import java.util.PriorityQueue;

/**
 * The timers of the {@link SimulatedScheduler}, ordered by due time and then by when they were set.
 * A cancelled timer stays in the queue until it comes to the front or cancelled ones are in the
 * majority; it never moves the time.
 */
final class SimulatedTimers {
  private static final int SWEEP_MINIMUM = 64;

  private final PriorityQueue<Timer> queue = new PriorityQueue<>();
  private long created;
  private int cancelled;

  Timer add(long dueNanos, SerialExecutor lane, Runnable task) {
    Timer timer = new Timer(dueNanos, created++, lane, task);
    queue.add(timer);
    return timer;
  }

  /**
   * When the next timer is due, in simulated nanoseconds; {@code Long.MAX_VALUE} when there is
   * none.
   */
  long nextDueNanos() {
    dropCancelledHead();
    Timer next = queue.peek();
    return next == null ? Long.MAX_VALUE : next.dueNanos;
  }

  /** Hands every timer that is due at {@code nowNanos} to its lane. */
  void fire(long nowNanos) {
    while (nextDueNanos() <= nowNanos && !queue.isEmpty()) {
      Timer timer = queue.poll();
      timer.queued = false;
      timer.lane.execute(timer);
    }
  }

  void clear() {
    queue.clear();
    cancelled = 0;
  }

  private void dropCancelledHead() {
    while (!queue.isEmpty() && queue.peek().cancelled) {
      queue.poll();
      cancelled--;
    }
  }

  private void sweep() {
    if (cancelled > SWEEP_MINIMUM && cancelled > queue.size() / 2) {
      queue.removeIf(timer -> timer.cancelled);
      cancelled = 0;
    }
  }

  /** One timer, first in the queue and then, once due, in its lane. */
  final class Timer implements Runnable, Scheduler.Cancellable, Comparable<Timer> {
    private final long dueNanos;
    private final long number;
    private final SerialExecutor lane;
    private final Runnable task;
    private boolean queued = true;
    private boolean cancelled;

    private Timer(long dueNanos, long number, SerialExecutor lane, Runnable task) {
      this.dueNanos = dueNanos;
      this.number = number;
      this.lane = lane;
      this.task = task;
    }

    @Override
    public void run() {
      if (!cancelled) {
        task.run();
      }
    }

    @Override
    public void cancel() {
      if (cancelled) {
        return;
      }
      cancelled = true;
      if (queued) {
        SimulatedTimers.this.cancelled++;
        sweep();
      }
    }

    @Override
    public int compareTo(Timer other) {
      return dueNanos == other.dueNanos
          ? Long.compare(number, other.number)
          : Long.compare(dueNanos, other.dueNanos);
    }
  }
}
