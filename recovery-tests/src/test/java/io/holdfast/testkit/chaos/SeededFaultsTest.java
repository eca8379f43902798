package io.holdfast.testkit.chaos;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.holdfast.testkit.process.LifeConditions;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every suite has to fail on an engine with a fault, and say what is wrong; one that cannot fail
 * shows nothing. Three in each build, all of them with {@code -Pchaos}.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class SeededFaultsTest {
  private static final int KILLS = 16;
  private static final int SEEDS = 4;

  /** What a job that was told of a loss says at its next start: by its source, or by its log. */
  private static final String LOSS = "the sender was told|were durable";

  /** A test that takes too long for each build. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @Test
  @EnabledIfSystemProperty(
      named = "holdfast.chaos.kills",
      matches = "[1-9][0-9]*",
      disabledReason = "takes minutes, or mounts file systems: run with -Pchaos")
  @interface TestWithManyKills {}

  @TempDir private Path directory;

  @TestWithManyKills
  void randomKillsFindAcknowledgementOnReceipt() {
    assertFound(KillKind.RANDOM, Faulty.AcknowledgedOnReceipt.class, LOSS);
  }

  @TestWithManyKills
  void milestonesFindEarlyAcknowledgement() {
    assertFound(KillKind.MILESTONE, Faulty.EarlyAcknowledgement.class, LOSS);
  }

  @Test
  void killsInTheFirstStepsFindTornPublication() {
    assertFound(KillKind.RECOVERY, Faulty.TornPublication.class, "/identity ");
  }

  @Test
  void machineStopFindsForcesThatLie() {
    assertFound(KillKind.MACHINE_STOP, Faulty.LyingForces.class, LOSS);
  }

  @TestWithManyKills
  void clockThatIsSetBackFindsTrustInIt() {
    assertFound(KillKind.CLOCK_BACK, Faulty.LastBatchTimeForgotten.class, "never used again");
  }

  @TestWithManyKills
  void killsOfTheFeederTooFindAcknowledgementOnReceipt() {
    assertFound(KillKind.TREE, Faulty.FedOnReceipt.class, LOSS);
  }

  @TestWithManyKills
  void slowDiskFindsForcesThatAreLeftOut() {
    assertFound(KillKind.SLOW_DISK, Faulty.EveryOtherForce.class, LOSS);
  }

  @Test
  void startOfTwoFindsLocksThatDoNothing() throws Throwable {
    assertFails(
        () -> TwoDriversTest.startTwoAtOnce(directory.resolve("2"), Unlocked.class), "IN_USE");
  }

  @TestWithManyKills
  void startBesideAStoppedDriverFindsLocksThatDoNothing() throws Throwable {
    assertFails(
        () -> TwoDriversTest.startBesideStopped(directory.resolve("s"), Unlocked.class), "IN_USE");
  }

  /** The zombie commits what the other commits too. */
  @TestWithManyKills
  void takeOverFindsBlindnessToEpochs() throws Throwable {
    assertFails(
        () -> TwoDriversTest.takeOver(directory.resolve("t"), Faulty.BlindToEpochs.class),
        "where the total is|, counted ");
  }

  @TestWithManyKills
  void fullDiskFindsHiddenCause() throws Throwable {
    assertFails(
        () -> DiskTroubleTest.fillTheDisk(directory.resolve("h"), Faulty.HiddenCause.class),
        "STORAGE_FULL");
  }

  @TestWithManyKills
  void fullDiskFindsAcknowledgementOnReceipt() throws Throwable {
    Class<? extends LifeConditions> fault = Faulty.AcknowledgedOnReceipt.class;
    assertFails(() -> DiskTroubleTest.fillTheDisk(directory.resolve("f"), fault), LOSS);
  }

  @TestWithManyKills
  void readOnlyDirectoryFindsHiddenCause() throws Throwable {
    assertFails(
        () -> DiskTroubleTest.refuseNewFiles(directory.resolve("r"), Faulty.HiddenCause.class),
        "read-only file system it ended with");
  }

  @TestWithManyKills
  void readOnlyFileSystemFindsForcesThatLie() throws Throwable {
    assertFails(
        () -> DiskTroubleTest.failTheDisk(directory.resolve("x"), Faulty.LyingForces.class), LOSS);
  }

  /** It does, and for that reason. */
  private static void assertFails(Executable suite, String says) throws Throwable {
    try {
      suite.execute();
    } catch (AssertionError found) {
      assertSays(says, found);
      return;
    }
    fail("it does not fail");
  }

  private static void assertSays(String says, AssertionError found) {
    assertTrue(
        Pattern.compile(says).matcher(found.getMessage()).find(),
        () -> "it fails for another reason: " + found.getMessage());
    System.out.println("chaos: found: " + found.getMessage().lines().findFirst().orElse(""));
  }

  /** Within a few rounds: real processes cannot be told to meet in the same instant again. */
  private static void assertFound(
      KillKind kind, Class<? extends LifeConditions> fault, String says) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      try {
        new KillRound(kind, seed, KILLS, fault).run(new Recoveries(SEEDS * KILLS));
      } catch (AssertionError found) {
        assertSays(says, found);
        return;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    fail(kind + " does not find " + fault.getSimpleName());
  }
}
