package io.holdfast.testkit.process;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.testkit.process.StepPoint.Phase;
import io.holdfast.testkit.report.Step;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The steps of one life of a job, over all of its storages: counts them, writes them down, and ends
 * the process where the plan says so. Safe for use by many threads.
 *
 * <p>Numbers are given in the order in which steps begin. Steps of several threads overlap: when
 * the process ends at one of them, others may be anywhere.
 */
public final class Steps implements AutoCloseable {
  /** With this code a process ends that has come to the point of its plan. */
  public static final int EXIT_CODE = 99;

  private final StepPlan plan;
  private final LongSupplier nanoTime;
  private final Runnable death;
  private final long startNanos;
  private final StepTrace trace;
  private final UnforcedChanges unforced = new UnforcedChanges();
  private final Map<Milestone, Long> reached = new EnumMap<>(Milestone.class);
  // Held shared by every step, so that what is not forced is taken back when nobody writes.
  private final ReadWriteLock stillness = new ReentrantReadWriteLock();
  private long begun;

  /** Steps that end the process with {@link #EXIT_CODE} by {@link Runtime#halt}. */
  public static Steps of(StepPlan plan, LongSupplier nanoTime) {
    return new Steps(plan, nanoTime, Steps::halt);
  }

  /**
   * The same with an end of the caller's choice.
   *
   * @param death must not return
   */
  Steps(StepPlan plan, LongSupplier nanoTime, Runnable death) {
    this.plan = plan;
    this.nanoTime = nanoTime;
    this.death = death;
    this.startNanos = nanoTime.getAsLong();
    this.trace = plan.trace().map(StepTrace::appendTo).orElse(null);
  }

  /**
   * One step as it is asked for.
   *
   * @param reaches what is reached with it
   */
  record Request(String component, String action, String path, Set<Milestone> reaches) {}

  /** Keeps book of what is not forced, if it may have to be taken back. */
  void note(Consumer<UnforcedChanges> change) {
    if (plan.losesUnforced()) {
      change.accept(unforced);
    }
  }

  /** How many steps have begun. */
  public synchronized long count() {
    return begun;
  }

  /** How often a milestone was reached. */
  public synchronized long count(Milestone milestone) {
    return reached.getOrDefault(milestone, 0L);
  }

  <T> T perform(Request request, Supplier<T> step) {
    return perform(request, step, null);
  }

  void perform(Request request, Runnable step) {
    perform(
        request,
        () -> {
          step.run();
          return null;
        });
  }

  /** A step of which a half can be done; {@code half} leads to {@code toBeReached}. */
  void write(Request request, Runnable step, Set<Milestone> toBeReached, Runnable half) {
    perform(
        request,
        () -> {
          step.run();
          return null;
        },
        new Half(half, toBeReached));
  }

  private record Half(Runnable step, Set<Milestone> leadsTo) {}

  private <T> T perform(Request request, Supplier<T> step, Half half) {
    if (request.action().startsWith("FORCE")) {
      // Before it begins: what waits for a slow disk is not forced when the process ends.
      pause(plan.forceDelay());
    }
    stillness.readLock().lock();
    try {
      long number = begin();
      if (isEnd(number, Phase.BEFORE, request.reaches())) {
        die(number, request);
      }
      if (isEnd(number, Phase.INSIDE, half == null ? Set.of() : half.leadsTo())) {
        if (half != null) {
          half.step().run();
        }
        die(number, request);
      }
      T result = attempt(number, request, step);
      finish(number, request);
      return result;
    } finally {
      stillness.readLock().unlock();
    }
  }

  private <T> T attempt(long number, Request request, Supplier<T> step) {
    try {
      return step.get();
    } catch (RuntimeException e) {
      if (isEnd(number, Phase.AFTER, Set.of())) {
        die(number, request);
      }
      throw e;
    }
  }

  private synchronized long begin() {
    return begun++;
  }

  private void finish(long number, Request request) {
    boolean last = false;
    if (!request.reaches().isEmpty()) {
      synchronized (this) {
        last = isEnd(number, Phase.AFTER, request.reaches());
        request.reaches().forEach(milestone -> reached.merge(milestone, 1L, Long::sum));
      }
    }
    if (trace != null) {
      trace.write(step(number, request));
    }
    if (last || isEnd(number, Phase.AFTER, Set.of())) {
      die(number, request);
    }
  }

  /** Asked before the step is counted as reached, so {@code + 1}. */
  private boolean isEnd(long number, Phase phase, Set<Milestone> reaches) {
    StepPoint end = plan.end().orElse(null);
    if (end == null || end.phase() != phase) {
      return false;
    }
    if (end.milestone().isEmpty()) {
      return end.number() == number;
    }
    Milestone milestone = end.milestone().get();
    return reaches.contains(milestone) && count(milestone) + 1 == end.number();
  }

  private Step step(long number, Request request) {
    return new Step(
        number,
        TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - startNanos),
        request.component(),
        request.action(),
        request.path(),
        Milestone.names(request.reaches()));
  }

  /** Where what is not forced is lost, nobody else comes to the end of a step any more. */
  private void die(long number, Request request) {
    if (trace != null) {
      trace.end(plan.end().orElseThrow(), step(number, request));
    }
    if (plan.losesUnforced()) {
      stillness.readLock().unlock();
      stillness.writeLock().lock();
      unforced.lose();
      stillness.readLock().lock();
    }
    death.run();
    throw new IllegalStateException("what ends the process has returned");
  }

  // A slow disk keeps the thread that asks it, so this has to as well; nothing waits for it to end.
  @CompositionRoot("a force that takes longer is time in which its thread can do nothing else")
  private static void pause(Duration delay) {
    long nanos = delay.toNanos();
    long until = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @CompositionRoot("the process is there to die")
  private static void halt() {
    Runtime.getRuntime().halt(EXIT_CODE);
  }

  @Override
  public void close() {
    if (trace != null) {
      trace.close();
    }
  }
}
