package io.holdfast.testkit.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DriftException;
import io.holdfast.engine.quarantine.QuarantineFiles;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.source.DirectTextFiles;
import io.holdfast.source.DirectoryTextSource;
import io.holdfast.stream.FailurePolicy;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.wal.storage.Storages;
import io.holdfast.wal.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are read in place, on real threads and real files. */
final class DirectFilesTest {
  @TempDir private Path directory;

  private static boolean refuses;

  @BeforeEach
  void begin() throws IOException {
    refuses = false;
    Files.createDirectory(directory.resolve("in"));
  }

  private StreamingConfig.Builder config() {
    return StreamingConfig.builder("files", directory.resolve("app"))
        .batchInterval(Duration.ofMillis(20))
        .maxBatchBytes(64 << 10);
  }

  private TextFileSink sink() {
    return TextFileSink.to(directory.resolve("out"));
  }

  private StreamingContext define(StreamingConfig.Builder config) {
    return StreamingContext.getOrCreate(
        config.build(),
        context ->
            context
                .directStream("lines", DirectTextFiles.in(directory.resolve("in")))
                .map(DirectFilesTest::checked)
                .writeTo("copies", sink()));
  }

  private static String checked(String line) {
    if (refuses && line.startsWith("bad")) {
      throw new IllegalArgumentException("no good");
    }
    return line;
  }

  private List<String> rows() {
    return sink().committedRows("copies", Storages::open).orElseThrow().stream()
        .map(CommittedRow::row)
        .sorted()
        .toList();
  }

  private List<String> write(String name, int lines) throws IOException {
    List<String> written = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      written.add(name + " has this as its line " + i);
    }
    Files.write(directory.resolve("in").resolve(name), written);
    return written;
  }

  @Test
  void filesOfManyBatchesAreReadOnceOverRestartsAndWriteNoLog() throws IOException {
    List<String> expected = new ArrayList<>(write("a.txt", 20_000));
    StreamingContext first = define(config());
    first.start();
    assertEquals(20_000, first.awaitDrained().processed());
    expected.addAll(write("b.txt", 10));
    Files.delete(directory.resolve("in/a.txt"));

    // The source comes out of the checkpoint.
    StreamingContext second = StreamingContext.recover(config().build());
    second.start();
    assertEquals(10, second.awaitDrained().processed());
    expected.sort(null);
    assertEquals(expected, rows());
    assertTrue(logBytes() < 4096, "the data log has " + logBytes() + " bytes");
  }

  private long logBytes() {
    return LocalStorage.open(directory.resolve("app")).directory("data/blocks").list("").stream()
        .mapToLong(file -> file.lengthBytes())
        .sum();
  }

  @Test
  void aRecordInQuarantineIsSentAgainOnce() throws IOException {
    Files.writeString(directory.resolve("in/a.txt"), "good\nbad one\nbad two\nfine\n");
    refuses = true;
    StreamingContext first = define(config().failures(FailurePolicy.quarantine(5)));
    first.start();
    first.awaitDrained();
    assertEquals(List.of("fine", "good"), rows());
    QuarantineFiles quarantine = new QuarantineFiles(LocalStorage.open(directory.resolve("app")));
    assertEquals(2, quarantine.letters().size());
    assertTrue(quarantine.letters().get(0).contains("lines/1/1"), quarantine.letters().toString());

    refuses = false;
    quarantine.replay("lines", Map.of("lines/1/1", "mended one".getBytes(StandardCharsets.UTF_8)));
    for (int start = 0; start < 2; start++) {
      StreamingContext again = define(config().failures(FailurePolicy.quarantine(5)));
      again.start();
      again.awaitDrained();
      assertEquals(List.of("fine", "good", "mended one"), rows());
    }
  }

  @Test
  void aStreamThatWasReceivedIsNotReadInPlaceUnasked() throws IOException {
    write("a.txt", 3);
    StreamingContext received =
        StreamingContext.getOrCreate(
            config().build(),
            context ->
                context
                    .receiverStream("lines", new DirectoryTextSource(directory.resolve("in")))
                    .writeTo("copies", sink()));
    received.start();
    received.awaitDrained();
    DriftException refused = assertThrows(DriftException.class, () -> define(config()).start());
    assertTrue(
        refused.getMessage().matches("(?s).*lines +receiverStream +directStream +changed.*"),
        refused.getMessage());
  }
}
