package io.holdfast.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.ExitCode;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.source.DirectoryTextSource;
import io.holdfast.stream.DStream;
import io.holdfast.stream.FailurePolicy;
import io.holdfast.stream.PersistOptions;
import io.holdfast.stream.StorageLevel;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.testkit.jobs.AnySource;
import io.holdfast.testkit.traffic.Delivery;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageFullException;
import io.holdfast.wal.storage.local.LocalStorage;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.StorageOperation;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that a job keeps on disk for a batch: computed once, and what is said when they cannot. */
class PersistTest {
  private static final List<String> LINES = List.of("a", "b", "c", "d", "e");
  private static final AtomicInteger COMPUTED = new AtomicInteger();

  private record Order(String text) {}

  private static final class TemporaryFiles implements OperationObserver {
    private int made;
    private int open;
    private int mostOpen;

    @Override
    public void before(StorageOperation operation) {
      if (operation.path().endsWith(".rows") && operation.kind() == Kind.CREATE) {
        made++;
        mostOpen = Math.max(mostOpen, ++open);
      } else if (operation.path().endsWith(".rows") && operation.kind() == Kind.DELETE) {
        open--;
      }
    }
  }

  private static Scenario scenario(Function<DStream<String>, DStream<?>> chain) {
    return new Scenario(
        1,
        life -> new Job(chain),
        (places, records) -> Optional.empty(),
        Map.of("lines", LINES),
        new Delivery(1, 30, 3),
        Settings.SMALL,
        List.of(),
        List.of());
  }

  private static Life start(Scenario scenario, Site site) {
    Life life = new Life(scenario, site, 1, Conditions.NORMAL);
    life.start();
    return life;
  }

  @Test
  void twoOutputsUseOneComputation() {
    COMPUTED.set(0);
    Scenario scenario =
        scenario(
            lines ->
                lines
                    .map(line -> line + (COMPUTED.incrementAndGet() > 0 ? "!" : ""))
                    .persist(StorageLevel.DISK));
    Site site = Site.fresh(scenario, Conditions.NORMAL);
    TemporaryFiles files = new TemporaryFiles();
    site.disk().onOperation(files);
    Life life = start(scenario, site);
    life.runToEnd();
    assertNull(life.monitor().violation());
    assertEquals(LINES.size(), COMPUTED.get());
    assertTrue(files.made > 2 && files.mostOpen <= 2, "at most a batch's: " + files.mostOpen);
    assertEquals(List.of(), site.place("temporary").list(""));
  }

  @Test
  void aClassThatIsNotRegisteredIsNamedWithTheLine() {
    Scenario scenario = scenario(lines -> lines.map(Order::new).persist(StorageLevel.DISK));
    ConfigurationException refused = refused(scenario);
    assertTrue(
        refused.getMessage().matches("(?s)persist #3 \\(PersistTest.java:\\d+\\) keeps rows.*"),
        refused::getMessage);
    assertTrue(
        refused.getMessage().contains(Order.class.getTypeName() + " is not registered"),
        refused::getMessage);
  }

  @Test
  void soItIsInATransform() {
    Scenario scenario =
        scenario(
            lines ->
                lines.transform(
                    batch -> batch.map(Order::new).persist(StorageLevel.MEMORY_AND_DISK)));
    assertTrue(
        refused(scenario)
            .getMessage()
            .matches(
                "(?s)persist\\(MEMORY_AND_DISK\\) in transform \\(PersistTest.java:\\d+\\) .*"));
  }

  private static ConfigurationException refused(Scenario scenario) {
    Life life = start(scenario, Site.fresh(scenario, Conditions.NORMAL));
    ConfigurationException refused = assertThrows(ConfigurationException.class, life::runToEnd);
    life.kill();
    return refused;
  }

  /** The batch stays pending; with room it is done by the next start. */
  @Test
  void aFullDiskEndsTheJobAndLosesNothing() {
    Scenario scenario = scenario(lines -> lines.persist(StorageLevel.DISK));
    Site site = Site.fresh(scenario, Conditions.NORMAL);
    site.disk().failWhen(operation -> operation.path().endsWith(".rows"), Fault.NO_SPACE);
    Life life = start(scenario, site);
    StorageFullException full = assertThrows(StorageFullException.class, life::runToEnd);
    life.kill();
    assertEquals(ExitCode.STORAGE_FULL, full.exitCode());
    assertTrue(full.getMessage().startsWith("persist #2 (PersistTest.java:"), full::getMessage);
    site.disk().clearFaults();
    Life next = start(scenario, site);
    next.runToEnd();
    assertNull(next.monitor().violation());
    assertEquals(LINES, rows(new TextFileSink("/out"), "one", site::place));
  }

  /** The level is a part of the checkpoint's graph. */
  @Test
  void aJobOutOfItsCheckpointKeepsRowsWhereItDid(@TempDir Path directory) throws IOException {
    Path input = Files.createDirectory(directory.resolve("input"));
    Files.writeString(input.resolve("one.txt"), "a\nb\n");
    StreamingContext first =
        StreamingContext.getOrCreate(
            config(directory),
            context -> {
              DStream<String> kept =
                  context
                      .receiverStream("lines", new DirectoryTextSource(input))
                      .persist(StorageLevel.DISK);
              kept.writeTo("one", TextFileSink.to(directory.resolve("out")));
              kept.map(line -> line + "2")
                  .writeTo("two", TextFileSink.to(directory.resolve("out")));
            });
    first.start();
    first.awaitDrained();
    Files.writeString(input.resolve("two.txt"), "c\n");
    StreamingContext again = StreamingContext.recover(config(directory));
    again.start();
    again.awaitDrained();
    assertEquals(
        List.of("a2", "b2", "c2"),
        rows(
            TextFileSink.to(directory.resolve("out")),
            "two",
            place -> LocalStorage.open(Path.of(place))));
    assertEquals(List.of(), LocalStorage.open(directory.resolve("kept")).list(""));
    assertTrue(Files.exists(directory.resolve("kept")), "rows were kept there");
  }

  private static List<String> rows(
      TextFileSink sink, String output, Function<String, Storage> places) {
    return sink.committedRows(output, places).orElseThrow().stream()
        .map(CommittedRow::row)
        .sorted()
        .toList();
  }

  private static StreamingConfig config(Path directory) {
    return StreamingConfig.builder("keeps", directory.resolve("app"))
        .batchInterval(Duration.ofMillis(20))
        .persist(PersistOptions.DEFAULT.withDirectory(directory.resolve("kept")))
        .build();
  }

  private record Job(Function<DStream<String>, DStream<?>> chain) implements StreamingJob {
    @Override
    public String name() {
      return "persisting";
    }

    @Override
    public void configure(StreamingConfig.Builder config) {
      config.failures(FailurePolicy.retry(2, Duration.ofMillis(1)));
    }

    @Override
    public void define(StreamingContext context) {
      DStream<?> kept = chain.apply(context.receiverStream("lines", new AnySource()));
      kept.map(String::valueOf).writeTo("one", new TextFileSink("/out"));
      kept.map(String::valueOf).writeTo("two", new TextFileSink("/out"));
    }
  }
}
