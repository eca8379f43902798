package io.holdfast.metrics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.FailurePolicy;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.SimulatedStorage;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** A small job in simulated time, with a registry that has the same clock. One thread. */
final class SimulatedJob {
  static final String NAME = "ticks-job";
  private static final long MAX_STEPS = 200_000;
  private static boolean failing;
  private static boolean superstitious;

  private final SimulatedDisk disk;
  private final SimulatedStorage storage;
  final SimulatedScheduler scheduler;
  final SimpleMeterRegistry registry;
  final StreamingContext context;

  /** A job on an empty disk. */
  SimulatedJob(Ticks source) {
    this(source, FailurePolicy.FAIL);
  }

  /** A job on an empty disk that cannot read the tick 13. */
  SimulatedJob(Ticks source, FailurePolicy policy) {
    this(source, policy, new SimulatedDisk(), 1_700_000_000_000L);
  }

  private SimulatedJob(Ticks source, FailurePolicy policy, SimulatedDisk disk, long startMillis) {
    behave(policy);
    this.disk = disk;
    this.storage = disk.storage();
    this.scheduler = new SimulatedScheduler(3, startMillis);
    scheduler.setStepTime(Duration.ofNanos(20_000));
    this.registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new SimulatedClock(scheduler));
    StreamingConfig config =
        StreamingConfig.builder(NAME, storage.directory("app"))
            .batchInterval(Duration.ofMillis(10))
            .parallelism(2)
            .failures(policy)
            .scheduler(scheduler)
            .sinkStorage(place -> storage.directory("out"))
            .build();
    this.context = StreamingContext.getOrCreate(config, defined -> define(defined, source));
  }

  private static void define(StreamingContext context, Ticks source) {
    context
        .receiverStream("ticks", source)
        .mapToPair(tick -> new Pair<>(read(tick) % 4, 1L))
        .reduceByKey(Long::sum)
        .<Long>updateStateByKey(
            "totals", (counts, total) -> Optional.of(total.orElse(0L) + counts.get(0)))
        .map(total -> check(total.toString()))
        .writeTo("files", TextFileSink.to("/out"));
  }

  private static void behave(FailurePolicy policy) {
    failing = false;
    superstitious = policy.quarantines();
  }

  private static long read(String tick) {
    if (superstitious && tick.equals("13")) {
      throw new IllegalArgumentException("unlucky");
    }
    return Long.parseLong(tick);
  }

  private static String check(String row) {
    if (failing) {
      throw new IllegalStateException("no such customer");
    }
    return row;
  }

  /** From now on every batch fails. */
  void fail() {
    failing = true;
  }

  void runUntil(BooleanSupplier condition) {
    scheduler.runUntil(condition, MAX_STEPS);
    assertTrue(condition.getAsBoolean(), "it did not come to it");
  }

  void stop() {
    CompletableFuture<?> stopped = context.stopAsync(Duration.ofSeconds(10));
    runUntil(stopped::isDone);
    scheduler.runReady();
  }

  /** The process dies; the same job on what it has left, some time later. */
  SimulatedJob afterKill(Ticks source, Duration later) {
    storage.kill();
    long now = scheduler.currentTimeMillis();
    scheduler.close();
    SimulatedDisk left = disk.crash(CrashProfile.KILL, 1);
    return new SimulatedJob(source, FailurePolicy.FAIL, left, now + later.toMillis());
  }

  /** The job's time as Micrometer's. */
  record SimulatedClock(SimulatedScheduler scheduler) implements Clock {
    @Override
    public long wallTime() {
      return scheduler.currentTimeMillis();
    }

    @Override
    public long monotonicTime() {
      return scheduler.nanoTime();
    }
  }
}
