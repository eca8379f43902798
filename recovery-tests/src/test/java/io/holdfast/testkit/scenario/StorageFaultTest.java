package io.holdfast.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.testkit.jobs.Scenarios;
import io.holdfast.testkit.jobs.WordCountJob;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.Fault;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every storage operation of a run fails once, in every way. The job halts with an error that says
 * so, and the next start, after the machine was perhaps switched off as well, goes on and is exact.
 */
class StorageFaultTest {
  private static final long SEED = 5;
  private static final Scenario SCENARIO = Scenarios.plain(new WordCountJob(), 16, SEED);

  @ParameterizedTest
  @EnumSource(Fault.class)
  void theJobHaltsAndTheNextStartIsExact(Fault fault) {
    long halts = 0;
    long operations = Long.MAX_VALUE;
    for (long operation = 0; operation < operations; operation++) {
      Site site = Site.fresh(SCENARIO, Conditions.NORMAL);
      site.disk().failAt(operation, fault);
      HoldfastException halt = run(site);
      halts += halt == null ? 0 : 1;
      if (halt != null) {
        requireExplained(halt, fault, operation);
      }
      operations = halt == null ? site.disk().operations() : Long.MAX_VALUE;
      recover(site, CrashProfile.KILL, fault, operation);
      recover(site, CrashProfile.LOSE_ALL, fault, operation);
    }
    assertTrue(halts > 80, "only " + halts + " operations failed");
  }

  private static void requireExplained(HoldfastException halt, Fault fault, long operation) {
    boolean full = fault == Fault.NO_SPACE || fault == Fault.NO_SPACE_AFTER_SHORT_WRITE;
    assertEquals(
        full ? ExitCode.STORAGE_FULL : ExitCode.IO,
        halt.exitCode(),
        () -> "operation " + operation + ": " + halt);
    assertTrue(
        halt.getMessage().contains("sim:/"),
        () -> "it does not name the file: " + halt.getMessage());
  }

  private static void recover(Site site, CrashProfile profile, Fault fault, long operation) {
    Site found = site.crash(profile, operation, site.nowMillis() + 1000);
    Recovery recovery = Recovery.of(SCENARIO, found, ~SEED, Conditions.NORMAL);
    assertNull(
        recovery.wrong(),
        () ->
            "after " + fault + " at operation " + operation + " and " + profile + ": " + recovery);
  }

  private static HoldfastException run(Site site) {
    Life life = new Life(SCENARIO, site, SEED, Conditions.NORMAL);
    try {
      life.start();
      life.runToEndUnless(() -> false);
      assertNull(life.monitor().violation());
      return null;
    } catch (HoldfastException e) {
      return e;
    } finally {
      life.kill();
    }
  }
}
