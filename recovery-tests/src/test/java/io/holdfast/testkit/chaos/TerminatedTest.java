package io.holdfast.testkit.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingListener;
import io.holdfast.stream.StreamingListener.RecoveryEnd;
import io.holdfast.stream.StreamingListener.RecoverySummary;
import io.holdfast.testkit.process.JavaCommand;
import io.holdfast.wal.storage.Storages;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process with {@code stopOnShutdown} that gets SIGTERM in the middle of a backlog: what it
 * has received is processed before it ends, and the next start has nothing to do again. Beside it
 * the same process killed, so that one sees that there was something.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class TerminatedTest {
  private static final int TERMINATED = 128 + 15;
  private static final int KILLED = 128 + 9;

  /** Records, of the 20,000: more than a batch is done with before the signal is there. */
  private static final int BACKLOG = 2_000;

  private static final List<String> LINES =
      IntStream.range(0, 20_000).mapToObj(i -> "line-" + i).toList();

  @TempDir private Path directory;

  /** What a start has found, and what it had to do again. */
  private static final class Found implements StreamingListener {
    private RecoverySummary summary;
    private RecoveryEnd end;

    @Override
    public void onRecovery(RecoverySummary recovery) {
      summary = recovery;
    }

    @Override
    public void onRecoveryFinished(RecoveryEnd recovery) {
      end = recovery;
    }
  }

  @BeforeEach
  void write() throws IOException {
    Path input = Files.createDirectory(directory.resolve("in"));
    Files.write(input.resolve("lines.txt"), LINES, StandardCharsets.UTF_8);
  }

  @Test
  void afterSigtermNothingIsLeftToDo() throws Exception {
    int batches = runUntilThereIsABacklog(false, TERMINATED);
    Found found = runToEnd();
    assertEquals(0, found.summary.pendingBatches());
    assertEquals(0, found.summary.unallocatedBlocks());
    assertEquals(0, found.end.batches());
    assertTrue(batches > 0, "the backlog is gone, and no batch has had it");
    assertEquals(LINES.stream().sorted().toList(), committed());
  }

  @Test
  void afterAKillThereIs() throws Exception {
    runUntilThereIsABacklog(true, KILLED);
    Found found = runToEnd();
    assertTrue(
        found.summary.pendingBatches() + found.summary.unallocatedBlocks() > 0,
        found.summary::toString);
    assertEquals(LINES.stream().sorted().toList(), committed());
  }

  /** Returns how many batches were complete after the signal. */
  private int runUntilThereIsABacklog(boolean kill, int exitCode) throws Exception {
    JavaCommand java = ChaosJvm.shared();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(java.options());
    command.addAll(
        List.of("-cp", java.classPath(), TerminatedJob.class.getName(), directory.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectError(Redirect.to(directory.resolve("err").toFile()))
            .start();
    int after = 0;
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      while (waiting(said.readLine()) < BACKLOG) {
        // Its next batch.
      }
      // By its handle: the process itself would close its streams, and so end it in another way.
      ProcessHandle handle = process.toHandle();
      assertTrue(kill ? handle.destroyForcibly() : handle.destroy());
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        assertTrue(waiting(line) >= 0, line);
        after++;
      }
      assertEquals(exitCode, process.waitFor(), () -> "its error output: " + errors());
    } finally {
      process.destroyForcibly();
    }
    return after;
  }

  private long waiting(String line) {
    assertNotNull(line, () -> "it has ended before: " + errors());
    return Long.parseLong(line.split(" ", -1)[2]);
  }

  private String errors() {
    try {
      return Files.readString(directory.resolve("err"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Found runToEnd() {
    Found found = new Found();
    StreamingContext context = TerminatedJob.context(directory);
    context.addListener(found);
    context.start();
    assertEquals(0, context.awaitDrained().leftOver());
    return found;
  }

  private List<String> committed() {
    return TextFileSink.to(directory.resolve("out"))
        .committedRows("lines", Storages::open)
        .orElseThrow()
        .stream()
        .map(CommittedRow::row)
        .sorted()
        .toList();
  }
}
