package io.holdfast.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.engine.ApplicationLayout;
import io.holdfast.stream.Pair;
import io.holdfast.stream.PairDStream;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.stream.StreamingListener;
import io.holdfast.testkit.jobs.AnySource;
import io.holdfast.testkit.jobs.Lines;
import io.holdfast.testkit.traffic.Delivery;
import io.holdfast.wal.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a batch costs behind a window of an hour: what comes and goes, not what is in it. */
class WindowCostTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int SEGMENT_BYTES = 16 << 10;

  /** A line or two in each batch, for longer than an hour. */
  private static final int LINES = 5_500;

  private static final AtomicLong REDUCED = new AtomicLong();
  private static final AtomicLong PLAIN = new AtomicLong();

  @BeforeEach
  void forget() {
    REDUCED.set(0);
    PLAIN.set(0);
  }

  @Test
  void aBatchCostsWhatComesAndGoes() {
    Scenario scenario =
        new Scenario(
            1,
            life -> new Job(),
            (places, records) -> Optional.empty(),
            Map.of("lines", Lines.of(LINES, 1)),
            new Delivery(1, 1_500, 0),
            new Settings(
                1_000, 250, 2, SEGMENT_BYTES, Settings.SMALL.retention(), Long.MAX_VALUE, 1 << 20),
            List.of(),
            List.of());
    Site site = Site.fresh(scenario, Conditions.NORMAL);
    Life life = new Life(scenario, site, 1, Conditions.NORMAL);
    Costs costs = new Costs();
    life.addListener(costs);
    life.start();
    life.scheduler().runUntil(() -> site.world().allAcknowledged(), 1_000_000_000);
    life.kill();
    assertNull(life.monitor().violation());
    assertTrue(costs.batches > 3_700, () -> "only " + costs.batches + " batches");

    // A new pane is merged in, an old one taken out: the inverse is called as well.
    costs.requireAtMost(costs.withInverse, 10, 4);
    // About 2 log n spans of n batches, per partition one key.
    costs.requireAtMost(costs.plain, 60, 2 * 12 + 2);

    Storage application = site.place("/" + Scenario.DIRECTORY);
    long held =
        application.list(ApplicationLayout.dataLog(ApplicationLayout.SHARED_DATA_LOG)).stream()
            .mapToLong(file -> file.lengthBytes())
            .sum();
    assertTrue(held < 6 * SEGMENT_BYTES, () -> held + " bytes of blocks are still there");

    Life next = new Life(scenario, site, 2, Conditions.NORMAL);
    Costs recovery = new Costs();
    next.addListener(recovery);
    next.start();
    next.runToEnd();
    next.kill();
    assertTrue(recovery.again <= 2, () -> recovery.again + " batches ran again");
  }

  private static final class Costs implements StreamingListener {
    private final List<Long> withInverse = new ArrayList<>();
    private final List<Long> plain = new ArrayList<>();
    private int batches;
    private int again = Integer.MAX_VALUE;

    @Override
    public void onRecoveryFinished(RecoveryEnd recovery) {
      again = recovery.batches();
    }

    @Override
    public void onBatchCompleted(BatchInfo batch) {
      batches++;
      withInverse.add(REDUCED.getAndSet(0));
      plain.add(PLAIN.getAndSet(0));
    }

    /** Of the batches whose window was full. */
    void requireAtMost(List<Long> calls, long most, double mean) {
      List<Long> full = calls.subList(calls.size() - 200, calls.size());
      long highest = full.stream().mapToLong(count -> count).max().orElseThrow();
      double average = full.stream().mapToLong(count -> count).average().orElseThrow();
      assertTrue(highest <= most, () -> highest + " calls in a batch");
      assertTrue(average <= mean, () -> average + " calls in a batch on average");
      assertTrue(average > 0);
    }
  }

  /** Counts lines in a window, once with an inverse function and once without. */
  private static final class Job implements StreamingJob {
    @Override
    public String name() {
      return "hour";
    }

    @Override
    public void define(StreamingContext context) {
      PairDStream<String, Long> ones =
          context.receiverStream("lines", new AnySource()).mapToPair(line -> new Pair<>("all", 1L));
      ones.reduceByKeyAndWindow(
              "inverse",
              (a, b) -> counted(REDUCED, a + b),
              (a, b) -> counted(REDUCED, a - b),
              HOUR,
              SECOND)
          .foreachRdd("inverse", (rows, txn) -> {});
      ones.reduceByKeyAndWindow("plain", (a, b) -> counted(PLAIN, a + b), HOUR, SECOND)
          .foreachRdd("plain", (rows, txn) -> {});
    }

    private static long counted(AtomicLong counter, long result) {
      counter.incrementAndGet();
      return result;
    }
  }
}
