package io.holdfast.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.stream.StreamingListener;
import io.holdfast.testkit.jobs.AnySource;
import io.holdfast.testkit.jobs.Lines;
import io.holdfast.testkit.traffic.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * When batches run, and their outputs. {@code -Dholdfast.scheduling.minutes=60} looks at an hour of
 * simulated time.
 */
class SchedulingTest {
  private static final int MINUTES = Integer.getInteger("holdfast.scheduling.minutes", 5);
  private static final int INTERVAL_MILLIS = 5;
  private static final int PAUSE_MILLIS = 100;
  private static final int SEEDS = 20;

  private static final List<String> CALLS = new ArrayList<>();
  private static int concurrentOutputs;

  @BeforeEach
  void forget() {
    CALLS.clear();
  }

  /** Time passes between two lines, but never a tick: none is late, and none comes twice. */
  @Test
  void batchesOfFiveMillisecondsDoNotDrift() {
    long lines = Duration.ofMinutes(MINUTES).toMillis() * 2 / PAUSE_MILLIS;
    Settings settings =
        new Settings(
            INTERVAL_MILLIS,
            1,
            2,
            1 << 20,
            Settings.SMALL.retention(),
            Long.MAX_VALUE,
            Long.MAX_VALUE);
    Scenario scenario =
        scenario(1, Lines.of((int) lines, 1), new Delivery(1, PAUSE_MILLIS, 0), settings);
    Life life = new Life(scenario, Site.fresh(scenario, Conditions.NORMAL), 1, Conditions.NORMAL);
    Batches batches = new Batches();
    life.addListener(batches);
    CALLS.clear();
    life.start();
    life.scheduler().runUntil(() -> life.site().world().allAcknowledged(), 1_000_000_000);
    life.runToEnd();
    life.kill();
    assertNull(life.monitor().violation());
    assertTrue(batches.count > lines / 3, () -> batches.count + " batches");
    assertEquals(0, batches.offTheGrid);
    assertTrue(
        batches.latest.compareTo(Duration.ofMillis(INTERVAL_MILLIS)) < 0,
        () -> "one began " + batches.latest + " late");
    assertTrue(
        life.elapsedNanos() > Duration.ofMinutes(MINUTES).toNanos() * 9 / 10,
        () -> "it was over after " + Duration.ofNanos(life.elapsedNanos()));
  }

  /** No timer runs while there is nothing to do, and the next block finds a tick on the grid. */
  @Test
  void anEngineWithoutDataHasNothingToRun() {
    Scenario scenario =
        scenario(1, Lines.of(50, 1), new Delivery(1, PAUSE_MILLIS, 0), Settings.SMALL);
    Life life = new Life(scenario, Site.fresh(scenario, Conditions.NORMAL), 1, Conditions.NORMAL);
    Batches batches = new Batches();
    life.addListener(batches);
    life.start();
    String end =
        assertThrows(AssertionError.class, () -> life.scheduler().runUntil(() -> false, 1_000_000))
            .getMessage();
    assertTrue(end.startsWith("nothing is left to run"), end);
    assertEquals(50, batches.records);
    life.kill();
  }

  @Test
  void outputsAreComputedOneAfterTheOtherIfThatIsAskedFor() {
    assertEquals(0, mixedUp(1));
    assertTrue(mixedUp(2) > 0);
  }

  /** In how many lives rows of one output came between those of the other. */
  private static long mixedUp(int concurrent) {
    concurrentOutputs = concurrent;
    long mixed = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      CALLS.clear();
      Scenario scenario = scenario(seed, Lines.of(8, seed), new Delivery(8, 1, 0), Settings.SMALL);
      Life life =
          new Life(scenario, Site.fresh(scenario, Conditions.NORMAL), seed, Conditions.NORMAL);
      life.start();
      life.runToEnd();
      life.kill();
      String order = CALLS.stream().collect(Collectors.joining());
      mixed += order.matches("(a+b+)*") ? 0 : 1;
    }
    return mixed;
  }

  private static Scenario scenario(
      long seed, List<String> lines, Delivery delivery, Settings settings) {
    return new Scenario(
        seed,
        life -> new Job(),
        (places, records) -> Optional.empty(),
        Map.of("lines", lines),
        delivery,
        settings,
        List.of(),
        List.of());
  }

  private static final class Batches implements StreamingListener {
    private long count;
    private long offTheGrid;
    private long records;
    private Duration latest = Duration.ZERO;

    @Override
    public void onBatchCompleted(BatchInfo batch) {
      count++;
      records += batch.records();
      offTheGrid += batch.time().epochMillis() % INTERVAL_MILLIS == 0 ? 0 : 1;
      latest = batch.schedulingDelay().compareTo(latest) > 0 ? batch.schedulingDelay() : latest;
    }
  }

  /** Two outputs that tell when their rows are computed. */
  private static final class Job implements StreamingJob {
    @Override
    public String name() {
      return "scheduling";
    }

    @Override
    public void configure(StreamingConfig.Builder config) {
      config.concurrentOutputs(Math.max(1, concurrentOutputs));
    }

    @Override
    public void define(StreamingContext context) {
      var lines = context.receiverStream("lines", new AnySource());
      lines.map(line -> noted("a", line)).foreachRdd("a", (rows, txn) -> {});
      lines.map(line -> noted("b", line)).foreachRdd("b", (rows, txn) -> {});
    }
  }

  private static String noted(String output, String line) {
    CALLS.add(output);
    return line;
  }
}
