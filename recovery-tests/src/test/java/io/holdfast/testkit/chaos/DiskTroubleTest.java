package io.holdfast.testkit.chaos;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
      try (JobProcess last = ChaosJob.start(spec.atLinesPerSecond(0))) {
        ChaosJob.assertFinishes(last);
      }
      job.assertExactAndClean();
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

  @Test
  void jobSurvivesAFileSystemThatTurnsReadOnly() throws Exception {
    ChaosJob job = ChaosJob.in(directory, 3);
    try (JobProcess life = job.start()) {
      ChaosJob.awaitRunning(life);
      // Nothing may be opened between the two steps of the mount.
      life.suspend();
      try (Mount frozen = Mount.readOnly(Path.of(job.spec().directory().application()))) {
        life.resume();
        assertTrue(Files.isDirectory(frozen.directory()));
        JobEnd end = life.awaitEnd(ChaosJob.LIMIT);
        assertTrue(end.is(ExitCode.IO), end.toString());
        assertTrue(end.message().contains("ead-only"), end.toString());
        try (JobProcess refused = job.start()) {
          JobEnd start = refused.awaitEnd(ChaosJob.LIMIT);
          assertFalse(start.finished(), start.toString());
          assertTrue(
              start.message().contains("ead-only") || start.message().contains("write"),
              start.toString());
        }
      }
    }
    job.finish();
    job.assertExactAndClean();
  }
}
