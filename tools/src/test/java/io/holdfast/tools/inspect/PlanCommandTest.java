package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.inspection.WordCountFiles;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.local.LocalStorage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people and programs see of the start of a word count that was killed twice. */
class PlanCommandTest {
  @TempDir private Path root;
  private WordCountFiles files;

  @BeforeEach
  void run() throws IOException {
    files = WordCountFiles.pending(root);
  }

  @Test
  void everyStepIsToldInOrder() {
    CommandLineRun run = plan(files.app());
    assertEquals("", run.error());
    assertEquals(0, run.exitCode());
    Golden.check("plan.txt", text(run.out()));
  }

  @Test
  void programsGetTheSame() {
    CommandLineRun run = plan(files.app(), "--json");
    assertEquals(0, run.exitCode());
    Golden.check("plan.json", text(run.out()));
  }

  @Test
  void whatACrashLeftIsSweptAndPassedOver() throws IOException {
    Path checkpoints = files.app().resolve("checkpoints");
    Path newest = NumberedFiles.last(checkpoints);
    Files.writeString(checkpoints.resolve(newest.getFileName() + ".1.tmp"), "half");
    Files.writeString(files.app().resolve("identity.tmp"), "half");
    Files.writeString(files.app().resolve("epochs/epoch-what"), "not one");
    try (RandomAccessFile file = new RandomAccessFile(newest.toFile(), "rw")) {
      file.seek(300);
      file.write(0x55);
    }
    Path journal = NumberedFiles.last(files.app().resolve("journal"));
    Files.write(journal, new byte[] {1, 2, 3, 4, 5, 6, 7}, StandardOpenOption.APPEND);
    CommandLineRun run = plan(files.app());
    assertEquals(0, run.exitCode(), run.out());
    Golden.check("plan-after-crash.txt", text(run.out()));
  }

  @Test
  void aDriverThatRunsIsInTheWay() {
    try (Storage storage = LocalStorage.open(files.app());
        Storage.Lock lock = storage.lock("lock")) {
      lock.describe("me, the driver");
      CommandLineRun run = plan(files.app());
      assertEquals(9, run.exitCode(), run.out());
      assertTrue(
          run.out().contains("Another driver runs on this application directory: lock "),
          run.out());
      assertTrue(run.out().contains("in use by me, the driver (in this process)"), run.out());
      assertTrue(run.out().contains("claim epoch 3"), run.out());
    }
    assertEquals(0, plan(files.app()).exitCode());
  }

  @Test
  void anotherNameIsRefusedBeforeTheLock() {
    CommandLineRun run = plan(files.app(), "--name", "bookings");
    assertEquals(11, run.exitCode());
    Golden.check("plan-other-name.txt", text(run.out()));
  }

  @Test
  void whatIsMissingIsSaidAsAStartSaysIt() throws IOException {
    Files.delete(NumberedFiles.last(files.app().resolve("state/totals")));
    CommandLineRun run = plan(files.app());
    assertEquals(6, run.exitCode(), run.out());
    assertTrue(run.out().contains("verdict refused, exit code 6\n"), run.out());
    assertTrue(run.out().contains("state/totals"), run.out());
  }

  @Test
  void onlyAnApplicationIsStarted() {
    CommandLineRun run = plan(files.app().resolve("journal"));
    assertEquals(2, run.exitCode());
    assertEquals(
        files.app().resolve("journal")
            + " is not the directory of an application. Name the one that the job is started with.",
        run.error());
    assertEquals(2, plan(root.resolve("nowhere")).exitCode());
  }

  private static CommandLineRun plan(Object... args) {
    return CommandLineRun.of(new PlanCommand(), args);
  }

  /** Times and rates differ from run to run, sizes of code with the compiler. */
  private String text(String out) {
    return out.replace(root.toString(), "ROOT")
        .replaceAll("(hfc \\(.*\\)), \\d+\\.\\d KiB", "$1, ... KiB")
        .replaceAll("take the lock: [^;]*;", "take the lock: ...;")
        .replaceAll("\"held\":\"free\",(.*)\"words\":\"[^\"]*\"", "\"held\":...,$1\"words\":...")
        .replaceAll("reading: .*", "reading: ...")
        .replaceAll("(plan_checkpoint.*\"length\":)\\d+", "$10")
        .replaceAll("(\"type\":\"plan_reading_time\"),.*", "$1,...}")
        .replaceAll("CRC32C is \\p{XDigit}+, stored is \\p{XDigit}+", "CRC32C is ...")
        .replaceAll("\\(\\d+ bytes\\) at offset \\d+", "(... bytes) at offset ...");
  }
}
