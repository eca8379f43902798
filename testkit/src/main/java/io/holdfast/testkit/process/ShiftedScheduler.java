package io.holdfast.testkit.process;

import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Another scheduler with a wall clock that is wrong by a constant; monotone time is right. */
public final class ShiftedScheduler implements Scheduler {
  private final Scheduler real;
  private final long offsetMillis;

  /**
   * A scheduler over another.
   *
   * @param offset added to the wall clock
   */
  public ShiftedScheduler(Scheduler real, Duration offset) {
    this.real = real;
    this.offsetMillis = offset.toMillis();
  }

  @Override
  public long currentTimeMillis() {
    return real.currentTimeMillis() + offsetMillis;
  }

  @Override
  public long nanoTime() {
    return real.nanoTime();
  }

  @Override
  public long randomLong() {
    return real.randomLong();
  }

  @Override
  public SerialExecutor serial(String name) {
    return real.serial(name);
  }

  @Override
  public Executor pool(String name, int threads) {
    return real.pool(name, threads);
  }

  @Override
  public Cancellable schedule(Duration delay, SerialExecutor lane, Runnable task) {
    return real.schedule(delay, lane, task);
  }

  @Override
  public void spawn(String name, Runnable loop) {
    real.spawn(name, loop);
  }

  @Override
  public boolean letOthersRun() {
    return real.letOthersRun();
  }

  @Override
  public void onFailure(FailureListener listener) {
    real.onFailure(listener);
  }

  @Override
  public void close() {
    real.close();
  }
}
