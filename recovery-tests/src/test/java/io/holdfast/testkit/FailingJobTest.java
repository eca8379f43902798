package io.holdfast.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import io.holdfast.JobFailedException;
import io.holdfast.sink.TxnId;
import io.holdfast.source.ReceiverSource;
import io.holdfast.stream.BatchRows;
import io.holdfast.stream.StreamingContext;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A function of the user that fails: the job ends and says so, nothing is lost, and a mended job
 * takes up the batch.
 */
class FailingJobTest {
  private static final List<String> LINES = List.of("a", "b", "c", "d");
  private static final List<String> SEEN = new ArrayList<>();
  private static final List<TxnId> CALLS = new ArrayList<>();
  private static boolean broken;

  @BeforeEach
  void forget() {
    SEEN.clear();
    CALLS.clear();
    broken = true;
  }

  @Test
  void theBatchStaysPendingUntilTheJobIsMended() {
    SimulatedDisk disk = new SimulatedDisk();
    SimulatedWorld world = new SimulatedWorld(LINES);
    SimulatedLife failing = life(disk, world, 1);
    failing.start();
    JobFailedException failure = assertThrows(JobFailedException.class, failing::runToEnd);
    failing.kill();

    assertEquals(ExitCode.JOB_FAILED, failure.exitCode());
    assertTrue(failure.getMessage().contains("no such customer"), failure.getMessage());
    assertTrue(failure.getMessage().contains("still pending"), failure.getMessage());
    assertEquals(List.of(), SEEN);

    broken = false;
    SimulatedLife mended = life(disk, world, 2);
    mended.start();
    mended.runToEnd();

    assertEquals(LINES, SEEN);
    assertEquals(CALLS.get(0).batch(), CALLS.get(1).batch());
    assertEquals(2, CALLS.get(1).epoch());
  }

  private static SimulatedLife life(SimulatedDisk disk, SimulatedWorld world, long seed) {
    return new SimulatedLife(
        new Job(), disk, world, seed, SimulatedLife.START_MILLIS + seed * 1000, Conditions.NORMAL);
  }

  /** Collects what it is given, unless it is broken. */
  private static final class Job implements SimulatedJob {
    @Override
    public String application() {
      return "failing";
    }

    @Override
    public void define(StreamingContext context, ReceiverSource<String> lines) {
      context.receiverStream("lines", lines).foreachRdd("seen", FailingJobTest::accept);
    }

    @Override
    public String check(Storage output, List<String> lines) {
      return SEEN.equals(lines) ? null : "seen " + SEEN;
    }
  }

  private static void accept(BatchRows<String> rows, TxnId txn) {
    CALLS.add(txn);
    if (broken) {
      throw new IllegalStateException("no such customer");
    }
    rows.forEach(SEEN::add);
  }
}
