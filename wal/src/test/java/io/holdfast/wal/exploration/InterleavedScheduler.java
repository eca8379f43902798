package io.holdfast.wal.exploration;

import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/** One serial executor and its timers as threads of an interleaving. */
final class InterleavedScheduler implements Scheduler {
  private final Interleaving interleaving;
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final ArrayDeque<Runnable> timers = new ArrayDeque<>();
  private RuntimeException failure;

  InterleavedScheduler(Interleaving interleaving) {
    this.interleaving = interleaving;
  }

  /** Adds the thread of the executor and the one that sets off the timers. */
  void addThreads() {
    interleaving.thread(
        () -> {
          while (true) {
            interleaving.await(() -> !tasks.isEmpty());
            runOne();
          }
        });
    interleaving.thread(
        () -> {
          while (true) {
            interleaving.await(() -> !timers.isEmpty());
            tasks.add(timers.remove());
          }
        });
  }

  private void runOne() {
    try {
      tasks.remove().run();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** What a task has thrown, as nobody else hears of it; null if nothing. */
  RuntimeException failure() {
    return failure;
  }

  @Override
  public SerialExecutor serial(String name) {
    return new SerialExecutor() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void execute(Runnable task) {
        interleaving.point();
        tasks.add(task);
      }
    };
  }

  @Override
  public Cancellable schedule(Duration delay, SerialExecutor lane, Runnable task) {
    timers.add(task);
    return () -> timers.remove(task);
  }

  @Override
  public long nanoTime() {
    return 0;
  }

  @Override
  public long currentTimeMillis() {
    return 0;
  }

  @Override
  public long randomLong() {
    return 0;
  }

  @Override
  public Executor pool(String name, int threads) {
    throw new UnsupportedOperationException("a log has no pool");
  }

  @Override
  public void spawn(String name, Runnable loop) {
    throw new UnsupportedOperationException("a log has no thread of its own");
  }

  @Override
  public void onFailure(FailureListener listener) {
    throw new UnsupportedOperationException("see failure()");
  }

  @Override
  public void close() {
    tasks.clear();
    timers.clear();
  }
}
