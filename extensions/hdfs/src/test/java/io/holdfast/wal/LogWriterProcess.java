package io.holdfast.wal;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.runtime.LiveScheduler;
import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.WriteAheadLog.Writer;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.hdfs.FastClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/**
 * Writes a log on HDFS in a process of its own. Takes commands, a line each: {@code append} for one
 * record, {@code run} to append until it fails. Answers {@code acknowledged <lsn>} or {@code
 * refused <why>}. Has nothing on its class path but what an embedder has, and the tests' classes.
 */
final class LogWriterProcess implements AutoCloseable {
  static final String DIRECTORY = "log";
  static final LogId ID = LogId.of(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"), "log");
  static final LogOptions OPTIONS =
      LogOptions.DEFAULT
          .withSegmentBytes(16 << 10)
          .withMaxRecordBytes(1 << 20)
          .withMaxGroupBytes(1 << 20);

  private final Process process;
  private final BufferedReader answers;
  private final List<Long> acknowledged = new ArrayList<>();

  private LogWriterProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static LogWriterProcess start(String location, long epoch) throws IOException {
    String embedder = Files.readString(Path.of("target", "runtime.classpath")).strip();
    String separator = System.getProperty("path.separator");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                String.join(separator, "target/classes", "target/test-classes", embedder),
                LogWriterProcess.class.getName(),
                location,
                Long.toString(epoch))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    LogWriterProcess writer = new LogWriterProcess(process);
    writer.expect("started");
    return writer;
  }

  static String text(long lsn) {
    return "record " + lsn + " " + "x".repeat(200);
  }

  void command(String line) throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
  }

  private String expect(String start) throws IOException {
    String line = answers.readLine();
    if (line == null || !line.startsWith(start)) {
      throw new AssertionError("not " + start + ", but " + line);
    }
    return line;
  }

  /** Reads on until that many records are acknowledged, counted from the first. */
  void awaitAcknowledged(int count) throws IOException {
    while (acknowledged.size() < count) {
      acknowledged.add(Long.parseLong(expect("acknowledged ").substring(13)));
    }
  }

  /** Reads all that is still said; returns the refusal, or null if it was killed before. */
  String readToTheEnd() throws IOException {
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith("refused ")) {
        return line;
      }
      acknowledged.add(Long.parseLong(line.substring(13)));
    }
    return null;
  }

  List<Long> acknowledged() {
    return acknowledged;
  }

  /** Not {@code Process.destroyForcibly}, which would throw away what it has said. */
  void kill() {
    process.toHandle().destroyForcibly();
    process.onExit().join();
  }

  void signal(String name) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (exit != 0) {
      throw new AssertionError("kill -" + name + " ended with " + exit);
    }
  }

  @Override
  public void close() {
    kill();
  }

  /** What has been appended to a log, and what a writer does with it. */
  static WriteAheadLog startLog(Storage storage, long epoch, Fence fence, Scheduler scheduler) {
    LogScan scan = LogScanner.recover(storage, DIRECTORY, ID, 0, (segment, frame) -> {});
    return WriteAheadLog.start(
        storage, scan, new Writer("log-" + epoch, epoch, fence), OPTIONS, scheduler);
  }

  static ByteBuffer record(long lsn) {
    return StandardCharsets.UTF_8.encode(text(lsn));
  }

  @CompositionRoot("the main class of a test's process")
  public static void main(String[] arguments) throws IOException {
    Scheduler scheduler = new LiveScheduler();
    Storage storage = FastClient.open(arguments[0], scheduler);
    long epoch = Long.parseLong(arguments[1]);
    try (storage;
        WriteAheadLog log = startLog(storage, epoch, Fence.NONE, scheduler);
        BufferedReader commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      say("started");
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        boolean more;
        do {
          more = append(log) && line.equals("run");
        } while (more);
      }
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }

  private static boolean append(WriteAheadLog log) {
    try {
      say("acknowledged " + log.append(record(log.durableLsn() + 1)).join().handle().lsn());
      return true;
    } catch (CompletionException e) {
      say("refused " + e.getCause().getMessage());
      return false;
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
