package io.holdfast.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import io.holdfast.JobFailedException;
import io.holdfast.sink.TxnId;
import io.holdfast.stream.BatchRows;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.testkit.jobs.AnySource;
import io.holdfast.testkit.traffic.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Scenario scenario =
        new Scenario(
            1,
            life -> new Job(),
            (places, records) -> Optional.empty(),
            Map.of("lines", LINES),
            Delivery.NORMAL,
            Settings.SMALL,
            List.of(),
            List.of());
    Site site = Site.fresh(scenario, Conditions.NORMAL);
    Life failing = new Life(scenario, site, 1, Conditions.NORMAL);
    failing.start();
    JobFailedException failure = assertThrows(JobFailedException.class, failing::runToEnd);
    failing.kill();

    assertEquals(ExitCode.JOB_FAILED, failure.exitCode());
    assertTrue(failure.getMessage().contains("no such customer"), failure.getMessage());
    assertTrue(failure.getMessage().contains("still pending"), failure.getMessage());
    assertEquals(List.of(), SEEN);

    broken = false;
    Life mended = new Life(scenario, site, 2, Conditions.NORMAL);
    mended.start();
    mended.runToEnd();

    assertNull(mended.monitor().violation());
    assertEquals(LINES, SEEN);
    assertEquals(CALLS.get(0).batch(), CALLS.get(1).batch());
    assertEquals(2, CALLS.get(1).epoch());
  }

  /** Collects what it is given, unless it is broken. */
  private static final class Job implements StreamingJob {
    @Override
    public String name() {
      return "failing";
    }

    @Override
    public void define(StreamingContext context) {
      context.receiverStream("lines", new AnySource()).foreachRdd("seen", FailingJobTest::accept);
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
