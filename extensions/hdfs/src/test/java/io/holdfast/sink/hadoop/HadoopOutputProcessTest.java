package io.holdfast.sink.hadoop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.FileSink;
import io.holdfast.sink.OpenedOutput;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.storage.Storages;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that has on its class path what an embedder gets, and nothing else of Hadoop. */
final class HadoopOutputProcessTest {
  private static final Path RUNTIME = Path.of("target", "runtime.classpath");
  private static final BatchTime NOON = new BatchTime(1_700_000_000_000L);

  /** Writes a batch to each of the sinks, reads it back and says what it has found. */
  public static void main(String[] arguments) {
    Path directory = Path.of(arguments[0]);
    say(Outputs.text(directory.resolve("text").toString()), "text");
    say(Outputs.oldText(directory.resolve("gzip").toString()), "gzip");
    say(Outputs.sequence(directory.resolve("sequence").toString()), Outputs.pair("sequence"));
  }

  private static <T> void say(FileSink<T> sink, T row) {
    SinkSession<T> session = OpenedOutput.of(sink, Storages.open(sink.location()));
    try (PartWriter<T> part = session.stage(NOON, 0, 0)) {
      part.write(row);
      session.commit(NOON, List.of(part.finish()));
    }
    sink.committedRows("counts", Storages::openReadOnly).orElseThrow().stream()
        .map(CommittedRow::row)
        .forEach(System.out::println);
  }

  @Test
  void whatAnEmbedderGetsIsEnough(@TempDir Path directory)
      throws IOException, InterruptedException, URISyntaxException {
    List<String> classPath =
        new ArrayList<>(List.of(Files.readString(RUNTIME, StandardCharsets.UTF_8).strip()));
    for (Class<?> type :
        List.of(
            HadoopOutputProcessTest.class,
            HadoopOutputSink.class,
            FileSink.class,
            OpenedOutput.class)) {
      classPath.add(
          Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    Path errors = directory.resolve("stderr");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                String.join(File.pathSeparator, classPath),
                HadoopOutputProcessTest.class.getName(),
                directory.toString())
            .redirectError(errors.toFile())
            .start();
    List<String> said = process.inputReader(StandardCharsets.UTF_8).lines().toList();
    int exit = process.waitFor();
    assertEquals(List.of("text", "gzip", "sequence"), said, () -> text(errors));
    assertEquals(0, exit, () -> text(errors));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be read", e);
    }
  }
}
