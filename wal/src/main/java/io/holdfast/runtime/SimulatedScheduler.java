package io.holdfast.runtime;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Simulated time on one thread, repeatable from one seed.
 *
 * <p>Every serial executor is a queue of ready tasks. A {@linkplain #step step} picks one of the
 * non-empty queues by the seed and runs its head to the end; each task of a pool counts as a queue
 * of its own. When nothing is ready the time jumps to the next timer. Timers that are due together
 * are handed over in the order in which they were set, and the seed decides between their lanes as
 * between any others. A task takes no time unless {@link #setStepTime} says so.
 *
 * <p>An {@link Error} thrown by a task (a simulated crash, a failed assertion) comes out of the
 * method that ran the step, and the scheduler can then be abandoned or run on; an exception goes to
 * the failure listener. After {@link #close()} everything submitted is ignored.
 *
 * <p>Unlike other schedulers this one is for one thread only. The same seed and the same tasks give
 * the same {@link #traceHash()}.
 */
public final class SimulatedScheduler implements Scheduler {
  private static final long IDLE_STEP_LIMIT = 10_000_000;
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long seed;
  private final long startMillis;
  private final long nanoOrigin;
  private final FailureReporter failures = new FailureReporter();
  private final SimulatedTimers timers = new SimulatedTimers();
  private SimulatedLane[] ready = new SimulatedLane[16];
  private int readyCount;
  private long choiceState;
  private long randomState;
  private long elapsedNanos;
  private long wallClockOffsetMillis;
  private long stepTimeNanos;
  private long steps;
  private long traceHash;
  private boolean stepping;
  private boolean closed;

  /**
   * @param seed decides every choice
   * @param startMillis the wall-clock time at the beginning, in milliseconds since 1970
   */
  public SimulatedScheduler(long seed, long startMillis) {
    this.seed = seed;
    this.startMillis = startMillis;
    this.choiceState = mix(seed);
    this.randomState = mix(seed + GOLDEN_GAMMA);
    this.nanoOrigin = mix(seed ^ GOLDEN_GAMMA);
  }

  /**
   * Simulated time since the start plus an origin that depends on the seed, as with the real clock.
   */
  @Override
  public long nanoTime() {
    return nanoOrigin + elapsedNanos;
  }

  @Override
  public long currentTimeMillis() {
    return startMillis + elapsedNanos / NANOS_PER_MILLI + wallClockOffsetMillis;
  }

  @Override
  public long randomLong() {
    randomState += GOLDEN_GAMMA;
    return mix(randomState);
  }

  @Override
  public SerialExecutor serial(String name) {
    return new SimulatedLane(this, name);
  }

  @Override
  public Executor pool(String name, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("pool " + name + " needs a thread, not " + threads);
    }
    SimulatedLane pattern = new SimulatedLane(this, name);
    return task -> pattern.sibling().execute(task);
  }

  @Override
  public Cancellable schedule(Duration delay, SerialExecutor lane, Runnable task) {
    Objects.requireNonNull(lane, "lane");
    Objects.requireNonNull(task, "task");
    if (closed) {
      return () -> {};
    }
    var timer = timers.add(later(delay), lane, task);
    timers.fire(elapsedNanos);
    return timer;
  }

  private long later(Duration delay) {
    if (delay.isNegative()) {
      return elapsedNanos;
    }
    Duration limit = Duration.ofNanos(Long.MAX_VALUE - 1 - elapsedNanos);
    return elapsedNanos + (delay.compareTo(limit) > 0 ? limit : delay).toNanos();
  }

  @Override
  public void spawn(String name, Runnable loop) {
    throw new UnsupportedOperationException(
        "thread " + name + " cannot be simulated: in simulation nothing may block");
  }

  @Override
  public void onFailure(FailureListener listener) {
    failures.listener(listener);
  }

  /** Drops everything; whatever is submitted later is ignored. */
  @Override
  public void close() {
    closed = true;
    timers.clear();
    ready = new SimulatedLane[0];
    readyCount = 0;
  }

  /**
   * Runs one task, after a jump to the next timer if nothing is ready.
   *
   * @return whether there was one
   */
  public boolean step() {
    if (readyCount == 0 && !jumpToNextTimer(Long.MAX_VALUE)) {
      return false;
    }
    runOne();
    return true;
  }

  /**
   * Runs until neither a task nor a timer is left. Periodic timers never end: use {@link #runFor}.
   */
  public void runUntilIdle() {
    runUntil(() -> readyCount == 0 && timers.nextDueNanos() == Long.MAX_VALUE, IDLE_STEP_LIMIT);
  }

  /** Runs what is ready, and what that makes ready, without letting the time jump. */
  public void runReady() {
    for (long bound = steps + IDLE_STEP_LIMIT; readyCount > 0; runOne()) {
      failAtBound(bound, IDLE_STEP_LIMIT, "something was ready");
    }
  }

  /**
   * Runs until {@code condition} holds; it is asked before every step.
   *
   * @throws AssertionError if it does not hold after {@code maxSteps} steps, or nothing is left to
   *     run
   */
  public void runUntil(BooleanSupplier condition, long maxSteps) {
    long bound = steps + maxSteps;
    while (!condition.getAsBoolean()) {
      failAtBound(bound, maxSteps, "the condition did not hold");
      if (!step() && !condition.getAsBoolean()) {
        throw new AssertionError(
            "nothing is left to run and the condition does not hold" + where());
      }
    }
  }

  /**
   * Runs everything that happens within {@code duration}; afterwards exactly that much time has
   * passed.
   */
  public void runFor(Duration duration) {
    long end = later(duration);
    do {
      runReady();
    } while (jumpToNextTimer(end));
    elapsedNanos = Math.max(elapsedNanos, end);
  }

  /**
   * Lets time pass while no task runs, as when the whole process was stopped. Timers become due,
   * nothing runs.
   */
  public void advance(Duration duration) {
    elapsedNanos = later(duration);
    timers.fire(elapsedNanos);
  }

  /** Shifts the wall clock against the simulated time; the monotone clock does not notice. */
  public void setWallClockOffset(Duration offset) {
    wallClockOffsetMillis = offset.toMillis();
  }

  /**
   * Lets every step take a time between 0 and {@code max}, chosen by the seed, so that timers
   * overtake work.
   */
  public void setStepTime(Duration max) {
    stepTimeNanos = max.toNanos();
  }

  /** How many tasks have run. */
  public long steps() {
    return steps;
  }

  /** A digest of which lane ran when: equal runs have equal digests. */
  public long traceHash() {
    return mix(traceHash);
  }

  boolean isClosed() {
    return closed;
  }

  void becameReady(SimulatedLane lane) {
    if (readyCount == ready.length) {
      ready = Arrays.copyOf(ready, readyCount * 2);
    }
    ready[readyCount++] = lane;
  }

  private boolean jumpToNextTimer(long limitNanos) {
    long next = timers.nextDueNanos();
    if (next == Long.MAX_VALUE || next > limitNanos) {
      return false;
    }
    elapsedNanos = Math.max(elapsedNanos, next);
    timers.fire(elapsedNanos);
    return readyCount > 0;
  }

  private void runOne() {
    if (stepping) {
      throw new IllegalStateException("a task must not run the scheduler that runs it");
    }
    int chosen = choose(readyCount);
    SimulatedLane lane = ready[chosen];
    Runnable task = lane.take();
    if (lane.isEmpty()) {
      ready[chosen] = ready[--readyCount];
      ready[readyCount] = null;
    }
    steps++;
    traceHash = (traceHash ^ lane.nameHash) * GOLDEN_GAMMA + elapsedNanos;
    stepping = true;
    try {
      task.run();
    } catch (Exception e) {
      failures.report(lane.name(), e);
    } finally {
      stepping = false;
    }
    passStepTime();
  }

  private void passStepTime() {
    if (stepTimeNanos > 0) {
      elapsedNanos += Long.remainderUnsigned(nextChoice(), stepTimeNanos + 1);
      timers.fire(elapsedNanos);
    }
  }

  private int choose(int bound) {
    return bound == 1 ? 0 : (int) (((nextChoice() >>> 32) * bound) >>> 32);
  }

  private long nextChoice() {
    choiceState += GOLDEN_GAMMA;
    return mix(choiceState);
  }

  private void failAtBound(long bound, long maxSteps, String what) {
    if (steps >= bound) {
      throw new AssertionError("after " + maxSteps + " steps " + what + where());
    }
  }

  private String where() {
    return " (seed " + seed + ", step " + steps + ", time " + Duration.ofNanos(elapsedNanos) + ")";
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
