package io.holdfast.wal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.MirroredLogLife.Promises;
import io.holdfast.wal.storage.mirrored.QuietMirror;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
  void speak() {
    quiet.close();
  }

  @Test
  void bothCrashTogether() {
    MirrorCrashes crashes =
        new MirrorCrashes(
            1,
            20,
            10,
            (promises, first, second, thorough) -> {
              MirrorJudge judge = new MirrorJudge(promises);
              if (thorough) {
                judge.lifeGoesOn(first.fork(), second.fork());
              }
              judge.bothComeBack(first, second);
            });
    MirroredLogLife life =
        new MirroredLogLife(
            new SimulatedDisk(), new SimulatedDisk(), new Promises(), MirroredLogLife.STOP);
    crashes.watch(life);
    long start = System.nanoTime();
    assertTrue(life.run(1, 9));
    System.out.println(crashes + " " + (System.nanoTime() - start) / 1000000);
  }
}
