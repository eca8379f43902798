package io.holdfast.testkit.chaos;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.testkit.process.LifeConditions;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Every suite has to fail on an engine with a fault; one that cannot fail shows nothing. */
@EnabledIfSystemProperty(
    named = "holdfast.chaos.kills",
    matches = "[1-9][0-9]*",
    disabledReason = "takes minutes: run with -Pchaos")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class SeededFaultsTest {
  private static final int KILLS = 16;
  private static final int SEEDS = 4;

  @TempDir private Path directory;

  @Test
  void machineStopFindsForcesThatLie() {
    assertFound(KillKind.MACHINE_STOP, Faulty.LyingForces.class);
  }

  @Test
  void milestonesFindEarlyAcknowledgement() {
    assertFound(KillKind.MILESTONE, Faulty.EarlyAcknowledgement.class);
  }

  @Test
  void slowDiskFindsForcesThatLie() {
    assertFound(KillKind.SLOW_DISK, Faulty.LyingForces.class);
  }

  @Test
  void randomKillsFindEarlyAcknowledgement() {
    assertFound(KillKind.RANDOM, Faulty.EarlyAcknowledgement.class);
  }

  @Test
  void clockThatIsSetBackFindsTrustInIt() {
    assertFound(KillKind.CLOCK_BACK, Faulty.ClockIsTrusted.class);
  }

  @Test
  void killsInTheFirstStepsFindTornPublication() {
    assertFound(KillKind.RECOVERY, Faulty.TornPublication.class);
  }

  @Test
  void takeOverFindsBlindnessToEpochs() {
    assertFails(() -> TwoDriversTest.takeOver(directory.resolve("t"), Faulty.BlindToEpochs.class));
  }

  @Test
  void startOfTwoFindsLocksThatDoNothing() {
    assertFails(() -> TwoDriversTest.startTwoAtOnce(directory.resolve("2"), Unlocked.class));
  }

  @Test
  void fullDiskFindsSwallowedWrites() {
    assertFails(
        () -> DiskTroubleTest.fillTheDisk(directory.resolve("f"), Faulty.SwallowedWrites.class));
  }

  private static void assertFails(Executable suite) {
    AssertionError found = assertThrows(AssertionError.class, suite);
    System.out.println("chaos: found: " + found.getMessage().lines().findFirst().orElse(""));
  }

  /** Within a few rounds: real processes cannot be told to meet in the same instant again. */
  private static void assertFound(KillKind kind, Class<? extends LifeConditions> fault) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      try {
        new KillRound(kind, seed, KILLS, fault).run(new Recoveries(SEEDS * KILLS));
      } catch (AssertionError found) {
        System.out.println(
            "chaos: "
                + kind
                + " finds "
                + fault.getSimpleName()
                + " with seed "
                + seed
                + ": "
                + found.getMessage().lines().findFirst().orElse(""));
        return;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    assertTrue(false, kind + " does not find " + fault.getSimpleName());
  }
}
