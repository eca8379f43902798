package io.holdfast.engine.batch;

import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import java.time.Duration;

/**
 * Calls the loop at a tick, a multiple of the batch interval since 1970, for which it was set; at
 * no other, so that an engine without anything to do sleeps. Used from the driver's executor only.
 */
final class TickTimer {
  /** The clock may be set while a time is waited for. */
  private static final long LONGEST_WAIT_MILLIS = 1_000;

  private final Scheduler scheduler;
  private final SerialExecutor driver;
  private final Duration interval;
  private final Runnable action;
  private boolean set;
  private long dueNanos;

  TickTimer(Scheduler scheduler, SerialExecutor driver, Duration interval, Runnable action) {
    this.scheduler = scheduler;
    this.driver = driver;
    this.interval = interval;
    this.action = action;
  }

  /** Goes off at the next tick. */
  void setForNextTick() {
    set(untilTickMillis());
  }

  /**
   * Goes off at the first tick at or behind a time, or after about a second, if that is earlier.
   */
  void setFor(long timeMillis) {
    long wait = Math.min(timeMillis - scheduler.currentTimeMillis(), LONGEST_WAIT_MILLIS);
    long first = untilTickMillis();
    long length = interval.toMillis();
    set(first + Math.floorDiv(Math.max(0, wait - first) + length - 1, length) * length);
  }

  private long untilTickMillis() {
    long length = interval.toMillis();
    return length - Math.floorMod(scheduler.currentTimeMillis(), length);
  }

  /** Of several times the first counts. */
  private void set(long waitMillis) {
    Duration wait = Duration.ofMillis(waitMillis);
    long due = scheduler.nanoTime() + wait.toNanos();
    if (!set || due - dueNanos < 0) {
      set = true;
      dueNanos = due;
      scheduler.schedule(wait, driver, () -> goOff(due));
    }
  }

  private void goOff(long due) {
    if (set && due == dueNanos) {
      set = false;
      action.run();
    }
  }
}
