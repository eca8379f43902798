package io.holdfast.testkit.chaos;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.holdfast.ExitCode;
import io.holdfast.testkit.process.JobEnd;
import io.holdfast.testkit.process.JobProcess;
import io.holdfast.testkit.process.JobSpec;
import io.holdfast.testkit.process.LifeConditions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A real file system gets full, or can no longer be written to, under a job that runs. */
@EnabledIfSystemProperty(
    named = "holdfast.chaos.kills",
    matches = "[1-9][0-9]*",
    disabledReason = "mounts file systems: run with -Pchaos")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class DiskTroubleTest {
  /** As the kernel says it: of what is opened, of a force of what is open, and as we ask it. */
  private static final Pattern REFUSED =
      Pattern.compile("Read-only file system|Input/output error|may not write");

  @TempDir private Path directory;

  @Test
  void jobSurvivesAFullDisk() throws Exception {
    fillTheDisk(directory, LifeConditions.Normal.class);
  }

  /** It may wait for room or end, but then it has to say why. */
  static void fillTheDisk(Path directory, Class<? extends LifeConditions> conditions)
      throws Exception {
    ChaosJob job = ChaosJob.in(directory, 3);
    JobSpec spec = job.spec().under(conditions);
    Files.createDirectories(spec.directory().root());
    try (Mount disk = Mount.memory(spec.directory().root(), "16m")) {
      Path ballast = disk.directory().resolve("ballast");
      try (JobProcess life = ChaosJob.start(spec)) {
        ChaosJob.awaitRunning(life);
        fill(ballast);
        if (life.endsWithin(Duration.ofSeconds(2))) {
          ChaosJob.assertEndsWith(ExitCode.STORAGE_FULL, life);
          Files.delete(ballast);
        } else {
          Files.delete(ballast);
          ChaosJob.assertFinishes(life);
        }
      }
      finish(job, spec);
    }
  }

  private static void fill(Path file) throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      // Full.
    }
  }

  /** What is open stays writable; everything that is opened from then on is refused. */
  @Test
  void jobSurvivesADirectoryThatTurnsReadOnly() throws Exception {
    refuseNewFiles(directory, LifeConditions.Normal.class);
  }

  static void refuseNewFiles(Path directory, Class<? extends LifeConditions> conditions)
      throws Exception {
    ChaosJob job = ChaosJob.in(directory, 3);
    JobSpec spec = job.spec().under(conditions);
    try (JobProcess life = ChaosJob.start(spec)) {
      ChaosJob.awaitRunning(life);
      // Nothing may be opened between the two steps of the mount.
      life.suspend();
      try (Mount frozen = Mount.readOnly(Path.of(spec.directory().application()))) {
        assertTrue(Files.isDirectory(frozen.directory()));
        life.resume();
        assertEndsReadOnly(life);
        assertStartIsRefused(spec);
      }
    }
    finish(job, spec);
  }

  /** After an error ext4 refuses what is open as well, and loses what was not forced. */
  @Test
  void jobSurvivesAFileSystemThatTurnsReadOnly() throws Exception {
    failTheDisk(directory, LifeConditions.Normal.class);
  }

  static void failTheDisk(Path directory, Class<? extends LifeConditions> conditions)
      throws Exception {
    ChaosJob job = ChaosJob.in(directory, 3);
    JobSpec spec = job.spec().under(conditions);
    Path application = Path.of(spec.directory().application());
    Path image = Mount.ext4Image(directory.resolve("disk"), "64M");
    try (Mount disk = Mount.ext4(image, application);
        JobProcess life = ChaosJob.start(spec)) {
      ChaosJob.awaitRunning(life);
      disk.failReadOnly();
      assertEndsReadOnly(life);
      assertStartIsRefused(spec);
    }
    try (Mount disk = Mount.ext4(image, application)) {
      assertTrue(Files.isDirectory(disk.directory()));
      finish(job, spec);
    }
  }

  private static void assertEndsReadOnly(JobProcess life) throws InterruptedException {
    assertSaysReadOnly("on a read-only file system it ended with ", life);
  }

  private static void assertStartIsRefused(JobSpec spec) throws InterruptedException {
    try (JobProcess refused = ChaosJob.start(spec)) {
      assertSaysReadOnly("started on a read-only file system it ended with ", refused);
    }
  }

  private static void assertSaysReadOnly(String what, JobProcess life) throws InterruptedException {
    JobEnd end = life.awaitEnd(ChaosJob.LIMIT);
    if (!end.is(ExitCode.IO) || !REFUSED.matcher(end.message()).find()) {
      fail(what + end);
    }
  }

  private static void finish(ChaosJob job, JobSpec spec) throws IOException, InterruptedException {
    try (JobProcess last = ChaosJob.start(spec.atLinesPerSecond(0))) {
      ChaosJob.assertFinishes(last);
    }
    job.assertExactAndClean();
  }
}
