package io.holdfast.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every storage operation of a run fails once, in every way. The job halts with an error that says
 * so, and the next start, after the machine was perhaps switched off as well, goes on and is exact.
 */
class StorageFaultTest {
  private static final long SEED = 5;
  private static final List<String> LINES = WordCountJob.lines(16, SEED);

  @ParameterizedTest
  @EnumSource(Fault.class)
  void theJobHaltsAndTheNextStartIsExact(Fault fault) {
    long halts = 0;
    long operations = Long.MAX_VALUE;
    for (long operation = 0; operation < operations; operation++) {
      SimulatedDisk disk = new SimulatedDisk();
      SimulatedWorld world = new SimulatedWorld(LINES);
      disk.failAt(operation, fault);
      HoldfastException halt = run(disk, world, SEED);
      halts += halt == null ? 0 : 1;
      if (halt != null) {
        requireExplained(halt, fault, operation);
      }
      operations = halt == null ? disk.operations() : Long.MAX_VALUE;
      recover(disk, world, CrashProfile.KILL, operation);
      recover(disk, world, CrashProfile.LOSE_ALL, operation);
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

  private static void recover(
      SimulatedDisk disk, SimulatedWorld world, CrashProfile profile, long operation) {
    SimulatedDisk found = disk.crash(profile, operation);
    HoldfastException failure = run(found, world.fork(), ~SEED);
    assertNull(
        failure,
        () -> "after a fault at operation " + operation + " and " + profile + ": " + failure);
    String wrong = new WordCountJob().check(found.storage().directory("out"), LINES);
    assertNull(
        wrong, () -> "after a fault at operation " + operation + " and " + profile + ": " + wrong);
  }

  private static HoldfastException run(SimulatedDisk disk, SimulatedWorld world, long seed) {
    SimulatedLife life =
        new SimulatedLife(
            new WordCountJob(),
            disk,
            world,
            seed,
            SimulatedLife.START_MILLIS + seed * 1000,
            Conditions.NORMAL);
    try {
      life.start();
      life.runToEnd();
      assertNull(life.violation());
      return null;
    } catch (HoldfastException e) {
      return e;
    } finally {
      life.kill();
    }
  }
}
