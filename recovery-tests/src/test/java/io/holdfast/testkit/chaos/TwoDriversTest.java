package io.holdfast.testkit.chaos;

import static org.junit.jupiter.api.Assertions.fail;

import io.holdfast.ExitCode;
import io.holdfast.testkit.process.JobEnd;
import io.holdfast.testkit.process.JobProcess;
import io.holdfast.testkit.process.JobSpec;
import io.holdfast.testkit.process.LifeConditions;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two drivers on one directory: started at once, or the second while the first is stopped. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class TwoDriversTest {
  private static final int ROUNDS = Integer.getInteger("holdfast.chaos.kills", 0) > 0 ? 4 : 1;

  @TempDir private Path directory;

  @Test
  void ofTwoThatAreStartedAtOnceOneRuns() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      startTwoAtOnce(directory.resolve("two-" + round), LifeConditions.Normal.class);
    }
  }

  static void startTwoAtOnce(Path place, Class<? extends LifeConditions> conditions)
      throws Exception {
    ChaosJob job = ChaosJob.in(place, 2);
    JobSpec spec = job.spec().under(conditions);
    try (JobProcess one = ChaosJob.start(spec);
        JobProcess other = ChaosJob.start(spec)) {
      boolean first = one.awaitBatches(1, ChaosJob.LIMIT);
      ChaosJob.assertEndsWith(ExitCode.IN_USE, first ? other : one);
      ChaosJob.assertFinishes(first ? one : other);
    }
    job.assertExactAndClean();
  }

  /** A lock of the operating system belongs to the process, stopped or not. */
  @Test
  void stoppedDriverKeepsItsDirectory() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      startBesideStopped(directory.resolve("kept-" + round), LifeConditions.Normal.class);
    }
  }

  static void startBesideStopped(Path place, Class<? extends LifeConditions> conditions)
      throws Exception {
    ChaosJob job = ChaosJob.in(place, 2);
    JobSpec spec = job.spec().under(conditions);
    try (JobProcess first = ChaosJob.start(spec)) {
      ChaosJob.awaitRunning(first);
      first.suspend();
      try (JobProcess second = ChaosJob.start(spec)) {
        ChaosJob.assertEndsWith(ExitCode.IN_USE, second);
      }
      first.resume();
      ChaosJob.assertFinishes(first);
    }
    job.assertExactAndClean();
  }

  /** Without locks, as where a lease can run out, epochs have to do. */
  @Test
  void driverThatWasTakenOverWhileItWasStoppedIsFenced() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      takeOver(directory.resolve("taken-" + round), Unlocked.class);
    }
  }

  static void takeOver(Path place, Class<? extends LifeConditions> conditions) throws Exception {
    ChaosJob job = ChaosJob.in(place, 3);
    JobSpec spec = job.spec().under(conditions);
    try (JobProcess zombie = ChaosJob.start(spec)) {
      ChaosJob.awaitRunning(zombie);
      zombie.suspend();
      try (JobProcess second = ChaosJob.start(spec)) {
        ChaosJob.awaitRunning(second);
        zombie.resume();
        JobEnd end = zombie.awaitEnd(ChaosJob.LIMIT);
        JobEnd secondEnd = second.awaitEnd(ChaosJob.LIMIT);
        String ends = "the one that was taken over ended with " + end + ", the other " + secondEnd;
        // First what they have written together: it says most.
        job.assertExact("; " + ends);
        if (!end.is(ExitCode.FENCED) || !secondEnd.finished()) {
          fail(ends);
        }
      }
    }
    // The next start sweeps what the zombie has staged.
    job.finish();
    job.assertExactAndClean();
  }
}
