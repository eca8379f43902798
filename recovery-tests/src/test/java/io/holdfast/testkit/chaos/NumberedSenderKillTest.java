package io.holdfast.testkit.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdfast.testkit.jobs.NumberedCopyJob;
import io.holdfast.testkit.process.JavaCommand;
import io.holdfast.testkit.process.JobEnd;
import io.holdfast.testkit.process.JobProcess;
import io.holdfast.testkit.process.JobSpec;
import io.holdfast.testkit.process.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sender in examples/numbered-tcp and a job, both killed with {@code kill -9} while lines come:
 * every line shows once.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class NumberedSenderKillTest {
  private static final Path SENDER =
      Path.of("..", "examples", "numbered-tcp", "sender.py").toAbsolutePath();
  private static final int ROUNDS = Math.max(5, Integer.getInteger("holdfast.chaos.kills", 0) / 20);
  private static final long SEED = Long.getLong("holdfast.chaos.seed", 1);

  /** Below those that the system gives to clients: one of them could be given the sender's. */
  @TempDir private Path directory;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<String> lines = new ArrayList<>();
  private Process sender;
  private boolean senderIsDown;

  @Test
  void everyLineShowsOnceWhicheverSideDies() throws Exception {
    Path file = Files.createFile(directory.resolve("lines.txt"));
    int port = Ports.free();
    JavaCommand java = ChaosJvm.shared().with("-D" + NumberedCopyJob.PORT + "=" + port);
    JobSpec spec =
        JobSpec.of(NumberedCopyJob.class.getName(), directory.resolve("job"), directory)
            .keepingSourcesOf(Set.of(NumberedCopyJob.STREAM));
    startSender(file, port);
    JobProcess job = JobProcess.start(java, spec);
    long batches = 0;
    try {
      for (int round = 0; round < ROUNDS; round++) {
        comeInPieces(file);
        batches++;
        assertTrue(job.awaitBatches(batches, ChaosJob.LIMIT), "the job has ended by itself");
        // Something has come through, and more is on its way.
        comeInPieces(file);
        // A kill of either side alone, and of both.
        int dies = round < 3 ? round + 1 : random.nextInt(1, 4);
        if ((dies & 1) != 0) {
          endSender();
        }
        if ((dies & 2) != 0) {
          job.kill();
          job.close();
        }
        comeInPieces(file);
        if ((dies & 2) != 0) {
          job = JobProcess.start(java, spec);
          batches = 0;
        }
        if ((dies & 1) != 0) {
          startSender(file, port);
        }
      }
      comeInPieces(file);
      // Whatever it waits for at the moment, a new life asks for the rest at once.
      job.kill();
      job.close();
      job = JobProcess.start(java, spec);
      JobEnd end = job.awaitEnd(ChaosJob.LIMIT);
      assertTrue(end.finished(), () -> "when nothing comes any more it ends, but: " + end);
    } finally {
      job.close();
      endSender();
    }
    assertEquals(
        Optional.empty(),
        new NumberedCopyJob().wrong(spec.directory()::open, Map.of(NumberedCopyJob.STREAM, lines)),
        "seed " + SEED);
    assertEquals("", Leftovers.check(spec.directory()));
  }

  /** Some hundred lines, which the file gets in pieces that do not end where lines do. */
  private void comeInPieces(Path file) throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(100, 300); i > 0; i--) {
      lines.add("line " + (lines.size() + 1) + " " + "x".repeat(random.nextInt(60)));
      text.append(lines.get(lines.size() - 1)).append('\n');
    }
    for (int at = 0; at < text.length(); ) {
      int next = Math.min(text.length(), at + random.nextInt(1, 2_000));
      byte[] piece = text.substring(at, next).getBytes(StandardCharsets.UTF_8);
      Files.write(file, piece, StandardOpenOption.APPEND);
      at = next;
      // As long as it lives it takes a moment.
      if (sender.waitFor(random.nextInt(60), TimeUnit.MILLISECONDS)) {
        assertTrue(senderIsDown, () -> "the sender has ended by itself, see " + directory);
      }
    }
  }

  private void startSender(Path file, int port) {
    senderIsDown = false;
    try {
      sender =
          new ProcessBuilder(
                  "python3", SENDER.toString(), "--listen", "127.0.0.1:" + port, file.toString())
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(directory.resolve("sender.log").toFile()))
              .start();
    } catch (IOException e) {
      assumeTrue(false, "no python3 here: " + e.getMessage());
    }
  }

  private void endSender() throws InterruptedException {
    senderIsDown = true;
    sender.destroyForcibly().waitFor();
  }
}
