package io.holdfast.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.HoldfastException;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.FailurePolicy;
import io.holdfast.stream.Pair;
import io.holdfast.stream.Protection;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.wal.storage.Storages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whole jobs on Spark, with its executor in this process. */
@Execution(ExecutionMode.SAME_THREAD)
class JobsTest {
  private static final String OUT = "totals";

  @TempDir private Path directory;

  private static List<String> lines(int count) {
    return IntStream.range(0, count).mapToObj(i -> "word-" + i % 7).toList();
  }

  private StreamingConfig.Builder config() {
    return config(LocalSpark.context());
  }

  private StreamingConfig.Builder config(SparkContext spark) {
    return StreamingConfig.builder("job", directory.resolve("app"))
        .batchInterval(Duration.ofMillis(50))
        .parallelism(2)
        .backend(SparkBackend.on(spark));
  }

  private TextFileSink sink() {
    return TextFileSink.to(directory.resolve("out"));
  }

  private void count(StreamingContext context, List<String> lines, Protection protection) {
    context
        .receiverStream("lines", new ListSource(lines), protection)
        .mapToPair(line -> new Pair<>(line, 1L))
        .reduceByKey(Long::sum)
        .<Long>updateStateByKey(
            "totals", (counts, total) -> Optional.of(total.orElse(0L) + counts.get(0)))
        .map(total -> total.key() + " " + total.value())
        .writeTo(OUT, sink());
  }

  private void run(StreamingConfig.Builder config, List<String> lines, Protection protection) {
    StreamingContext context =
        StreamingContext.getOrCreate(config.build(), job -> count(job, lines, protection));
    context.start();
    context.awaitDrained();
  }

  /** The last total of each word. */
  private Map<String, Long> totals() {
    Map<String, Long> totals = new TreeMap<>();
    for (CommittedRow row : sink().committedRows(OUT, Storages::open).orElseThrow()) {
      String[] field = row.row().split(" ", -1);
      totals.merge(field[0], Long.valueOf(field[1]), Math::max);
    }
    return totals;
  }

  private static Map<String, Long> expected(List<String> lines) {
    Map<String, Long> expected = new TreeMap<>();
    lines.forEach(line -> expected.merge(line, 1L, Long::sum));
    return expected;
  }

  @Test
  void blocksThatAreCopiedAreReadOnce() {
    List<String> lines = lines(500);
    run(config(), lines.subList(0, 200), Protection.REPLICATED);
    run(config(), lines, Protection.REPLICATED);
    assertEquals(expected(lines), totals());
  }

  @Test
  void aStateHasOtherPartitionsAfterAStart() {
    List<String> lines = lines(300);
    run(config(), lines.subList(0, 100), Protection.LOG);
    run(config().parallelism(5), lines.subList(0, 200), Protection.LOG);
    run(config().parallelism(1), lines, Protection.LOG);
    assertEquals(expected(lines), totals());
  }

  @Test
  void aStateIsWrittenWholeWhenItsChangesAreLong() {
    List<String> lines = lines(300);
    for (int part = 50; part <= lines.size(); part += 50) {
      run(config().stateSnapshotBytes(1), lines.subList(0, part), Protection.LOG);
    }
    assertEquals(expected(lines), totals());
  }

  @Test
  void aStateStaysOnItsBackend() {
    run(config(), lines(10), Protection.LOG);
    HoldfastException local =
        assertThrows(
            ConfigurationException.class,
            () -> run(config().backend(null), lines(20), Protection.LOG));
    assertTrue(local.getMessage().contains("lie with a cluster"), local.getMessage());
  }

  @Test
  void aStateOfTheDriverDoesNotMove() {
    run(config().backend(null), lines(10), Protection.LOG);
    HoldfastException moved =
        assertThrows(ConfigurationException.class, () -> run(config(), lines(20), Protection.LOG));
    assertTrue(moved.getMessage().contains("were kept by the driver"), moved.getMessage());
  }

  @Test
  void aFailureOfUsersCodeNamesItsPlace() {
    StreamingContext context =
        StreamingContext.getOrCreate(
            config().build(),
            job ->
                job.receiverStream("lines", new ListSource(lines(10)))
                    .map(line -> Integer.parseInt(line))
                    .map(String::valueOf)
                    .writeTo(OUT, sink()));
    context.start();
    HoldfastException failed = assertThrows(HoldfastException.class, context::awaitDrained);
    assertTrue(failed.getMessage().contains("JobsTest.java:"), failed.getMessage());
    assertTrue(failed.getMessage().contains("word-0"), failed.getMessage());
  }

  @Test
  void aRecordThatFailsGoesToQuarantine() {
    List<String> lines = List.of("1", "2", "three", "4");
    StreamingContext context =
        StreamingContext.getOrCreate(
            config().failures(FailurePolicy.quarantine(5)).build(),
            job ->
                job.receiverStream("lines", new ListSource(lines))
                    .map(Integer::parseInt)
                    .map(number -> number + " " + number)
                    .writeTo(OUT, sink()));
    context.start();
    context.awaitDrained();
    assertEquals(Map.of("1", 1L, "2", 2L, "4", 4L), totals());
  }

  @Test
  void anInputWithoutProtectionIsRefused() {
    HoldfastException refused =
        assertThrows(ConfigurationException.class, () -> run(config(), lines(10), Protection.NONE));
    assertTrue(refused.getMessage().contains("'lines' is protected by nothing"));
  }

  @Test
  void aContextWithoutThePluginIsRefused() {
    LocalSpark.stop();
    try (PlainSpark plain = new PlainSpark()) {
      HoldfastException refused =
          assertThrows(
              ConfigurationException.class,
              () -> run(config(plain.context), lines(1), Protection.LOG));
      assertTrue(
          refused.getMessage().contains("spark.plugins=io.holdfast.spark.HoldfastPlugin"),
          refused.getMessage());
    }
  }

  /** A context of users who have not read the page. */
  private static final class PlainSpark implements AutoCloseable {
    private final SparkContext context =
        new SparkContext(
            new SparkConf()
                .setMaster("local[2]")
                .setAppName("plain")
                .set("spark.ui.enabled", "false"));

    @Override
    public void close() {
      context.stop();
    }
  }

  @Test
  void clustersThatDoNotAnswerAreNamed() {
    for (String url : List.of("spark://127.0.0.1:1", "spark://no-such-host.invalid:7077")) {
      HoldfastException refused =
          assertThrows(
              ConfigurationException.class, () -> SparkConnection.open(url, "job", Map.of()));
      assertTrue(refused.getMessage().startsWith("No Spark master answers at "));
      assertTrue(refused.getMessage().contains(url.substring("spark://".length())));
    }
    HoldfastException malformed =
        assertThrows(
            ConfigurationException.class,
            () -> SparkConnection.open("spark://host", "job", Map.of()));
    assertTrue(malformed.getMessage().contains("write spark://host:port"));
  }
}
