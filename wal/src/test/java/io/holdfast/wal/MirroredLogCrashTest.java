package io.holdfast.wal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.MirroredLogLife.Promises;
import io.holdfast.wal.storage.mirrored.MirrorOptions;
import io.holdfast.wal.storage.mirrored.QuietMirror;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A log on a mirror is crashed at every operation of each of its disks, in every way that both
 * disks may be found, and recovered in every way that an operator may choose.
 */
final class MirroredLogCrashTest {
  private QuietMirror quiet;

  @BeforeEach
  void silence() {
    quiet = new QuietMirror();
  }

  @AfterEach
  void speak(TestInfo test) {
    System.out.println(test.getDisplayName() + ": " + states + " crash states of a mirror");
    quiet.close();
  }

  private long states;

  @Test
  void bothDisksCrashTogether() {
    MirrorCrashes crashes = crashes(MirroredLogLife.STOP, 1, 60);
    MirroredLogLife life = life(MirroredLogLife.STOP);
    crashes.watch(life);
    assertTrue(life.run(1, 9));
    report(crashes);
    assertTrue(states > 12_000, () -> "only " + states);
  }

  /** One disk fails for good, or once, or is full; the other goes on; then both crash. */
  @ParameterizedTest
  @EnumSource(Failing.class)
  void oneDiskFailsAndTheOtherGoesOn(Failing failing) {
    for (int operation = failing.earliest; operation < 95; operation += 11) {
      MirrorCrashes crashes = crashes(MirroredLogLife.GO_ON, operation, 3);
      MirroredLogLife life = life(MirroredLogLife.GO_ON);
      failing.plant(life, operation);
      crashes.watch(life);
      boolean unused = life.run(1, 9);
      report(crashes);
    }
    assertTrue(states > 4_000, () -> "only " + states);
  }

  @ParameterizedTest
  @EnumSource(Failing.class)
  void oneDiskFailsAndTheMirrorStops(Failing failing) {
    for (int operation = failing.earliest; operation < 95; operation += 19) {
      MirrorCrashes crashes = crashes(MirroredLogLife.STOP, operation, 3);
      MirroredLogLife life = life(MirroredLogLife.STOP);
      failing.plant(life, operation);
      crashes.watch(life);
      assertFalse(life.run(1, 9), "nobody noticed the failure at operation " + operation);
      report(crashes);
    }
  }

  /** How one of the disks fails. */
  enum Failing {
    FIRST_FOR_GOOD(3, true, false, Fault.IO_ERROR),
    SECOND_FOR_GOOD(4, false, false, Fault.IO_ERROR),
    FIRST_ONCE(5, true, true, Fault.IO_ERROR_AFTER_SHORT_WRITE),
    SECOND_ONCE(6, false, true, Fault.IO_ERROR_AFTER_SHORT_WRITE),
    FIRST_IS_FULL(7, true, false, Fault.NO_SPACE_AFTER_SHORT_WRITE),
    SECOND_IS_FULL(8, false, false, Fault.NO_SPACE_AFTER_SHORT_WRITE);

    private final int earliest;
    private final boolean first;
    private final boolean once;
    private final Fault fault;

    Failing(int earliest, boolean first, boolean once, Fault fault) {
      this.earliest = earliest;
      this.first = first;
      this.once = once;
      this.fault = fault;
    }

    void plant(MirroredLogLife life, long number) {
      SimulatedDisk disk = first ? life.first : life.second;
      long[] failed = {Long.MAX_VALUE};
      disk.failWhen(
          operation -> {
            // A hint that cannot be written is nobody's failure.
            if (operation.number() < number || operation.kind() == StorageOperation.Kind.HINT) {
              return false;
            }
            failed[0] = Math.min(failed[0], operation.number());
            return !once || operation.number() == failed[0];
          },
          fault);
    }
  }

  private static MirroredLogLife life(MirrorOptions options) {
    return new MirroredLogLife(new SimulatedDisk(), new SimulatedDisk(), new Promises(), options);
  }

  private MirrorCrashes crashes(MirrorOptions options, long seed, int statesPerOperation) {
    return new MirrorCrashes(
        seed,
        statesPerOperation,
        80,
        (promises, first, second, thorough) -> {
          MirrorJudge judge = new MirrorJudge(promises);
          if (thorough) {
            judge.lifeGoesOn(first.fork(), second.fork());
            states +=
                judge.startIsCrashed(
                    first.fork(), second.fork(), options.equals(MirroredLogLife.STOP), seed);
          }
          // A refusal costs as much as ten starts: now the one, now the other, now neither.
          switch ((int) first.fingerprint() & 7) {
            case 0 -> judge.oneIsCompleteOrRefused(first.fork(), null);
            case 1 -> judge.oneIsCompleteOrRefused(null, second.fork());
            default -> {}
          }
          if (options.equals(MirroredLogLife.STOP) && promises.acknowledged > 0 && thorough) {
            judge.oneIsTrusted(first.fork(), null);
            judge.oneIsTrusted(null, second.fork());
          }
          judge.bothComeBack(first, second);
        });
  }

  private void report(MirrorCrashes crashes) {
    states += crashes.states();
  }
}
