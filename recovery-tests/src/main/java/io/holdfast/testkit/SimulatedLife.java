package io.holdfast.testkit;

import io.holdfast.engine.checkpointing.RetentionPolicy;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.SimulatedStorage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/** One life of a job, from a start on a disk to a stop or a crash. Single-threaded. */
public final class SimulatedLife {
  static final long START_MILLIS = 1_700_000_000_000L;
  private static final long MAX_STEPS = 200_000;
  private static final Duration INTERVAL = Duration.ofMillis(10);
  private static final Duration BLOCK_INTERVAL = Duration.ofMillis(3);
  private static final LogOptions SMALL_LOGS = LogOptions.DEFAULT.withSegmentBytes(1024);
  private static final RetentionPolicy SHORT_RETENTION = new RetentionPolicy(3, 1);

  private final SimulatedScheduler scheduler;
  private final SimulatedStorage storage;
  private final SimulatedWorld world;
  private final SimulatedLineSource source;
  private final StreamingContext context;

  /**
   * Prepares a life; {@link #start} begins it.
   *
   * @param startMillis the wall clock at its start
   * @param conditions what is put between the job and the disk
   */
  public SimulatedLife(
      SimulatedJob job,
      SimulatedDisk disk,
      SimulatedWorld world,
      long seed,
      long startMillis,
      Conditions conditions) {
    this.scheduler = new SimulatedScheduler(seed, startMillis);
    this.storage = disk.storage();
    this.world = world;
    this.source = new SimulatedLineSource(world, seed);
    Storage seen = conditions.storage(storage);
    StreamingConfig.Builder config =
        StreamingConfig.builder(job.application(), seen.directory("app"))
            .batchInterval(INTERVAL)
            .blockInterval(BLOCK_INTERVAL)
            .parallelism(2)
            .log(SMALL_LOGS)
            .retention(SHORT_RETENTION)
            .scheduler(scheduler)
            .sinkStorage(location -> seen.directory(location.substring(1)));
    job.configure(config);
    this.context =
        StreamingContext.getOrCreate(
            config.build(), c -> job.define(c, source), conditions.assembly());
  }

  public void start() {
    context.start();
  }

  /** What this life has done wrong towards its sender; null if nothing. */
  public String violation() {
    return source.violation();
  }

  public SimulatedScheduler scheduler() {
    return scheduler;
  }

  /**
   * Runs until every line is acknowledged, then stops gracefully. Throws what ended the job, if
   * something did.
   */
  public void runToEnd() {
    runToEndUnless(() -> false);
  }

  /** The same, but returns at once when {@code cut} holds. */
  public void runToEndUnless(BooleanSupplier cut) {
    CompletableFuture<Void> ended = context.termination();
    scheduler.runUntil(
        () -> cut.getAsBoolean() || world.allAcknowledged() || ended.isDone(), MAX_STEPS);
    if (!cut.getAsBoolean()) {
      failIfEnded();
      CompletableFuture<?> stopped = context.stopAsync(Duration.ofSeconds(10));
      scheduler.runUntil(() -> cut.getAsBoolean() || stopped.isDone(), MAX_STEPS);
    }
    if (!cut.getAsBoolean()) {
      failIfEnded();
    }
  }

  /** The process dies: nothing of it has any effect from now on. */
  public void kill() {
    storage.kill();
    scheduler.close();
  }

  private void failIfEnded() {
    CompletableFuture<Void> ended = context.termination();
    if (ended.isCompletedExceptionally()) {
      try {
        ended.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw e;
      }
    }
  }
}
