package io.holdfast.runtime;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The real clock, real threads, real randomness.
 *
 * <p>Every serial executor is one daemon thread, every pool as many as it was asked for, and one
 * more thread keeps the timers; it only hands tasks over to their lanes, so a slow task delays
 * nobody else's timer. No thread is ever interrupted.
 *
 * <p>{@link #close()} returns when all lane and pool threads have ended, each after the task that
 * it was running. Called from one of them it returns at once. Threads that were {@linkplain #spawn
 * spawned} may be blocked in foreign code for ever and are not waited for.
 */
@CompositionRoot("this is the one implementation that owns real clocks, threads and randomness")
public final class LiveScheduler implements Scheduler {
  private final FailureReporter failures = new FailureReporter();
  private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
  private final ScheduledThreadPoolExecutor timers;
  private final List<LiveLane> lanes = new ArrayList<>();
  private boolean closed;

  public LiveScheduler() {
    timers = new ScheduledThreadPoolExecutor(1, task -> daemon("holdfast-timers", task));
    timers.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timers.setRemoveOnCancelPolicy(true);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long currentTimeMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public long randomLong() {
    synchronized (random) {
      return random.nextLong();
    }
  }

  @Override
  public SerialExecutor serial(String name) {
    return newLane(name);
  }

  @Override
  public Executor pool(String name, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("pool " + name + " needs a thread, not " + threads);
    }
    List<LiveLane> poolLanes = new ArrayList<>(threads);
    for (int i = 0; i < threads; i++) {
      poolLanes.add(newLane(name + "-" + i));
    }
    return new LivePool(poolLanes);
  }

  private synchronized LiveLane newLane(String name) {
    LiveLane lane = new LiveLane(name, failures);
    if (closed) {
      lane.stop();
    } else {
      lanes.add(lane);
      lane.start();
    }
    return lane;
  }

  @Override
  public Cancellable schedule(Duration delay, SerialExecutor lane, Runnable task) {
    Objects.requireNonNull(task, "task");
    AtomicBoolean cancelled = new AtomicBoolean();
    Runnable unlessCancelled =
        () -> {
          if (!cancelled.get()) {
            task.run();
          }
        };
    var timer =
        timers.schedule(
            () -> lane.execute(unlessCancelled), saturatedNanos(delay), TimeUnit.NANOSECONDS);
    return () -> {
      cancelled.set(true);
      timer.cancel(false);
    };
  }

  private static long saturatedNanos(Duration delay) {
    return TimeUnit.NANOSECONDS.convert(delay);
  }

  @Override
  public <T> Aside<T> aside(String name, Supplier<T> work) {
    LiveAside<T> aside = new LiveAside<>(work);
    daemon(name, aside).start();
    return aside;
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // right without it as well, only slower
  public boolean letOthersRun() {
    Thread.yield();
    return true;
  }

  @Override
  public void spawn(String name, Runnable loop) {
    Objects.requireNonNull(loop, "loop");
    Runnable reported =
        () -> {
          try {
            loop.run();
          } catch (Throwable e) {
            failures.reportSafely(name, e);
          }
        };
    synchronized (this) {
      if (!closed) {
        daemon(name, reported).start();
      }
    }
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void onFailure(FailureListener listener) {
    failures.listener(listener);
  }

  @Override
  public void close() {
    List<LiveLane> stopping;
    synchronized (this) {
      closed = true;
      stopping = List.copyOf(lanes);
    }
    timers.shutdown();
    stopping.forEach(LiveLane::stop);
    if (stopping.stream().noneMatch(lane -> lane.thread() == Thread.currentThread())) {
      stopping.forEach(lane -> joinUninterruptibly(lane.thread()));
    }
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
