package io.holdfast.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.FencedException;
import io.holdfast.JobFailedException;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** A driver that fails in any way says first that it was taken over, if it was. */
final class TakenOverTest {
  private static final long MAX_STEPS = 100_000;
  private static Runnable inTheBatch = () -> {};

  private final SimulatedDisk disk = new SimulatedDisk();

  private CompletableFuture<Void> start(SimulatedScheduler scheduler) {
    StreamingContext context =
        StreamingContext.getOrCreate(
            StreamingConfig.builder("taken-over", disk.storage()).scheduler(scheduler).build(),
            defined ->
                defined
                    .receiverStream("lines", new OneLine())
                    .foreachRdd("run", (rows, txn) -> inTheBatch.run()));
    context.start();
    return context.termination();
  }

  private static Throwable end(SimulatedScheduler scheduler, CompletableFuture<Void> ended) {
    scheduler.runUntil(ended::isDone, MAX_STEPS);
    return assertThrows(CompletionException.class, ended::join).getCause();
  }

  @Test
  void failureOfADriverThatWasTakenOverIsExplainedByThat() {
    disk.locksEnforced(false);
    inTheBatch =
        () -> {
          inTheBatch = () -> {};
          CompletableFuture<Void> unused = start(new SimulatedScheduler(2, 2_000_000));
          throw new IllegalStateException("what I was reading is gone");
        };
    SimulatedScheduler first = new SimulatedScheduler(1, 1_000_000);
    Throwable end = end(first, start(first));
    assertInstanceOf(FencedException.class, end);
    assertEquals(1, end.getSuppressed().length);
    assertInstanceOf(JobFailedException.class, end.getSuppressed()[0]);
  }

  @Test
  void failureOfTheOnlyDriverIsTheFailure() {
    inTheBatch =
        () -> {
          throw new IllegalStateException("no such customer");
        };
    SimulatedScheduler only = new SimulatedScheduler(1, 1_000_000);
    assertInstanceOf(JobFailedException.class, end(only, start(only)));
  }
}
