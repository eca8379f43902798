package io.holdfast.runtime;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The only source of time, threads and randomness. The engine is written against this interface, so
 * the same code runs on real threads ({@link LiveScheduler}) and, single-threaded and repeatable
 * from one seed, in simulated time ({@link SimulatedScheduler}).
 *
 * <p>Work is placed on {@link SerialExecutor}s: tasks of one serial executor never overlap and run
 * in the order in which they were submitted, so state that is touched only there needs no lock. All
 * methods may be called from any thread.
 */
public interface Scheduler extends AutoCloseable {

  /** Monotone time in nanoseconds, meaningful only as a difference. */
  long nanoTime();

  /**
   * Wall-clock time in milliseconds since 1970. May jump either way; never used to decide what is
   * kept or deleted.
   */
  long currentTimeMillis();

  /** The next number of the process-wide random sequence. */
  long randomLong();

  /** A new executor of its own thread, named {@code name}. The thread is never interrupted. */
  SerialExecutor serial(String name);

  /**
   * An executor that runs up to {@code threads} tasks at once, in any order; its threads are named
   * after {@code name}.
   */
  Executor pool(String name, int threads);

  /** Runs {@code task} once on {@code lane}, not before {@code delay} has passed. */
  Cancellable schedule(Duration delay, SerialExecutor lane, Runnable task);

  /**
   * Runs {@code loop} on a thread of its own because it blocks in foreign code (a socket read).
   *
   * @throws UnsupportedOperationException in simulation, where nothing may block
   */
  void spawn(String name, Runnable loop);

  /**
   * Begins work that its caller will wait for, on a thread of its own if there are threads.
   * Otherwise, as in simulation, it is done when its result is asked for, or never.
   */
  default <T> Aside<T> aside(String name, Supplier<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    return () -> {
      if (!result.isDone()) {
        result.complete(work.get());
      }
      return result.join();
    };
  }

  /**
   * Lets other threads run for a moment, while a task keeps its own thread and looks again for what
   * they do.
   *
   * @return whether there are other threads; if not, as in simulation, looking again is in vain
   */
  default boolean letOthersRun() {
    return false;
  }

  /**
   * Sets who is told when a task throws. Without a listener the error goes to the log. Called on
   * the failing thread; a failing task never stops its executor.
   */
  void onFailure(FailureListener listener);

  /**
   * Stops all executors after the task that each is running; queued tasks are dropped. Idempotent.
   */
  @Override
  void close();

  /** Told about every task that ended by an exception. */
  @FunctionalInterface
  interface FailureListener {
    void failed(String executor, Throwable error);
  }

  /** Work that was begun aside. */
  @FunctionalInterface
  interface Aside<T> {
    /** Waits for the result, any number of times; throws what the work has thrown. */
    T get();

    /** Waits until nothing of the work is under way any more, however it has ended. */
    default void settle() {
      // Without a thread of its own nothing is.
    }
  }

  /** Takes back a scheduled task. */
  @FunctionalInterface
  interface Cancellable {
    /**
     * The task will not start after this returns when called on its own lane; from elsewhere it may
     * just be starting.
     */
    void cancel();
  }
}
