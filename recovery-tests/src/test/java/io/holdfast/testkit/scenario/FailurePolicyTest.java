package io.holdfast.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.JobFailedException;
import io.holdfast.engine.quarantine.QuarantineFiles;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.BatchRows;
import io.holdfast.stream.FailurePolicy;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.stream.StreamingListener;
import io.holdfast.testkit.jobs.AnySource;
import io.holdfast.testkit.jobs.QuarantineJob;
import io.holdfast.testkit.jobs.Scenarios;
import io.holdfast.testkit.jobs.Share;
import io.holdfast.testkit.traffic.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Functions that fail: batches that are computed again, records that are set aside. */
class FailurePolicyTest {
  private static final List<String> LINES = List.of("a", "b", "poison", "c", "poison too", "d");
  private static final int SEEDS = Share.of(2, 24);
  private static final TextFileSink SINK = new TextFileSink("/out");

  private static FailurePolicy policy;
  private static int failuresLeft;
  private static boolean failsInOutput;
  private static boolean mended;
  private static boolean reduces;

  private final Scenario scenario =
      new Scenario(
          1,
          life -> new Job(),
          (places, records) -> Optional.empty(),
          Map.of("lines", LINES),
          Delivery.NORMAL,
          Settings.SMALL,
          List.of(),
          List.of());
  private final Site site = Site.fresh(scenario, Conditions.NORMAL);

  @BeforeEach
  void begin() {
    policy = FailurePolicy.FAIL;
    failuresLeft = 0;
    failsInOutput = false;
    mended = true;
    reduces = false;
  }

  @Test
  void everyCrashOfAJobWithAQuarantineIsSurvived() {
    CrashExplorer.Result result =
        new CrashExplorer(
                Scenarios.plain(new QuarantineJob(), 4, 5), Depth.all(1, 0), Conditions.NORMAL)
            .explore();
    assertNull(result.failure(), () -> String.valueOf(result.failure()));
    assertTrue(result.states() > 100, result::toString);
  }

  @Test
  void setAsideOnceWhateverHappens() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      CrashExplorer.Result result =
          new CrashExplorer(
                  Scenarios.of(seed, new QuarantineJob()), Depth.all(1, 0), Conditions.NORMAL)
              .only(operation -> operation % 29 == 0)
              .explore();
      assertNull(result.failure(), () -> String.valueOf(result.failure()));
    }
  }

  @Test
  void aFunctionThatRecoversIsCalledAgain() {
    policy = FailurePolicy.retry(3, Duration.ofMillis(50));
    failuresLeft = 3;
    Retries retries = new Retries();
    run(retries);
    assertEquals(List.of("1 after 50 ms", "2 after 100 ms", "3 after 200 ms"), retries.seen);
    assertEquals(LINES, rows());
  }

  @Test
  void anOutputThatRecoversIsCalledAgain() {
    policy = FailurePolicy.retry(1, Duration.ofMillis(50));
    failuresLeft = 1;
    failsInOutput = true;
    Retries retries = new Retries();
    run(retries);
    assertEquals(List.of("1 after 50 ms"), retries.seen);
    assertEquals(LINES, rows());
  }

  @Test
  void retriesEnd() {
    policy = FailurePolicy.retry(2, Duration.ofMillis(50));
    failuresLeft = 3;
    JobFailedException failure = assertThrows(JobFailedException.class, () -> run(new Retries()));
    assertTrue(
        failure
            .getMessage()
            .contains("failed for 'a': java.lang.IllegalStateException: busy (record lines/1/0)"),
        failure::getMessage);
  }

  @Test
  void tooManyBadRecordsAreAnErrorOfTheJob() {
    policy = FailurePolicy.quarantine(1);
    mended = false;
    JobFailedException failure = assertThrows(JobFailedException.class, () -> run(new Retries()));
    assertTrue(
        failure.getMessage().startsWith("More than 1 records of batch"), failure::getMessage);
    assertEquals(List.of(), rows());
  }

  @Test
  void whatWasSetAsideIsMendedAndSentAgainOnce() {
    policy = FailurePolicy.quarantine(10);
    mended = false;
    run(new Retries());
    assertEquals(List.of("a", "b", "c", "d"), rows());

    QuarantineFiles files = new QuarantineFiles(site.place("/" + Scenario.DIRECTORY));
    List<String> ids =
        files.letters().stream().map(l -> l.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1")).toList();
    assertEquals(2, ids.size());
    byte[] text = "cured".getBytes(StandardCharsets.UTF_8);
    files.replay("lines", Map.of(ids.get(0), text));
    Life again = new Life(scenario, site, 1, Conditions.NORMAL);
    again.start();
    again.scheduler().runUntil(() -> rows().size() == 5, 100_000);
    again.runToEnd();
    again.kill();
    assertEquals(List.of("a", "b", "c", "cured", "d"), rows().stream().sorted().toList());
    run(new Retries());
    assertEquals(5, rows().size());

    ConfigurationException twice =
        assertThrows(
            ConfigurationException.class, () -> files.replay("lines", Map.of(ids.get(0), text)));
    assertTrue(twice.getMessage().contains(ids.get(0)), twice::getMessage);
  }

  /**
   * Rows wait for each other before they are reduced: the right ones are set aside all the same.
   */
  @Test
  void recordsOnWhichAReductionFailsAreSetAside() {
    policy = FailurePolicy.quarantine(10);
    reduces = true;
    run(new Retries());
    List<String> letters = new QuarantineFiles(site.place("/" + Scenario.DIRECTORY)).letters();
    assertEquals(
        List.of("poison", "poison too"),
        letters.stream()
            .map(letter -> letter.replaceAll(".*\"text\":\"([^\"]*)\".*", "$1"))
            .sorted()
            .toList());
    assertEquals(List.of("a", "b", "c", "d"), rows().stream().sorted().toList());
  }

  private void run(Retries retries) {
    Life life = new Life(scenario, site, 1, Conditions.NORMAL);
    life.addListener(retries);
    life.start();
    life.runToEnd();
    assertNull(life.monitor().violation());
    life.kill();
  }

  private List<String> rows() {
    return SINK.committedRows("copies", site::place).orElseThrow().stream()
        .map(CommittedRow::row)
        .toList();
  }

  private static final class Retries implements StreamingListener {
    private final List<String> seen = new ArrayList<>();

    @Override
    public void onRetry(RetryInfo retry) {
      seen.add(retry.retry() + " after " + retry.delay().toMillis() + " ms");
    }
  }

  /** Copies lines; fails on some of them, or for a while. */
  private static final class Job implements StreamingJob {
    @Override
    public String name() {
      return "failing";
    }

    @Override
    public void configure(StreamingConfig.Builder config) {
      config.failures(policy);
    }

    @Override
    public void define(StreamingContext context) {
      var lines = context.receiverStream("lines", new AnySource()).map(FailurePolicyTest::checked);
      lines.writeTo("copies", SINK);
      if (reduces) {
        lines
            .mapToPair(line -> new Pair<>("all", line))
            .reduceByKey(FailurePolicyTest::joined)
            .map(Pair::value)
            .writeTo("reduced", SINK);
      }
      if (failsInOutput) {
        lines.foreachRdd("calls", (rows, txn) -> called(rows));
      }
    }
  }

  private static String checked(String line) {
    if (!failsInOutput && line.equals("a") && failuresLeft > 0) {
      failuresLeft--;
      throw new IllegalStateException("busy");
    }
    if (!mended && line.startsWith("poison")) {
      throw new IllegalArgumentException("not to be drunk");
    }
    return line;
  }

  private static String joined(String left, String right) {
    if (right.startsWith("poison")) {
      throw new IllegalStateException("not to be mixed");
    }
    return left + right;
  }

  private static void called(BatchRows<String> rows) {
    if (failsInOutput && failuresLeft > 0) {
      failuresLeft--;
      throw new IllegalStateException("away for " + rows);
    }
  }
}
