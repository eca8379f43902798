package io.holdfast.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.NotReplayableException;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.MirroredLogLife.Promises;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageFixture;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.mirrored.MirrorOptions;
import io.holdfast.wal.storage.mirrored.MirrorStatus;
import io.holdfast.wal.storage.mirrored.MirroredStorage;
import io.holdfast.wal.storage.mirrored.UnreachableStorage;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Opens what a crash has left of a mirror, and holds it against what was promised. */
final class MirrorJudge {
  private static final long SCHEDULER_SEED = 7;

  private final Promises promises;

  private final UnaryOperator<Storage> aroundSecond;

  MirrorJudge(Promises promises) {
    this(promises, UnaryOperator.identity());
  }

  /**
   * @param aroundSecond goes between a restart and its second side
   */
  MirrorJudge(Promises promises, UnaryOperator<Storage> aroundSecond) {
    this.promises = promises;
    this.aroundSecond = aroundSecond;
  }

  private MirroredStorage open(SimulatedDisk first, SimulatedDisk second, MirrorOptions options) {
    return MirroredStorage.open(
        first == null ? lost("sim:/a") : MirroredLogLife.sideOf(first, true),
        second == null ? lost("sim:/b") : aroundSecond.apply(MirroredLogLife.sideOf(second, false)),
        options,
        new SimulatedScheduler(SCHEDULER_SEED, 0));
  }

  private static Storage lost(String location) {
    return UnreachableStorage.orOpened(
        location,
        () -> {
          throw new StorageException("open " + location + ": the disk is gone", null);
        });
  }

  /** Both sides come back: nothing is lost, they are equal, and opening again changes nothing. */
  void bothComeBack(SimulatedDisk first, SimulatedDisk second) {
    long generation;
    try (MirroredStorage mirror = open(first, second, MirroredLogLife.STOP)) {
      assertEquals(MirrorStatus.Mode.BOTH, mirror.status().mode());
      generation = mirror.status().generation();
      check(mirror);
    }
    assertEqualButForTornTails(first, second);
    long firstFound = first.fingerprint();
    long secondFound = second.fingerprint();
    try (MirroredStorage mirror = open(first, second, MirroredLogLife.STOP)) {
      assertEquals(generation, mirror.status().generation());
    }
    assertEquals(firstFound, first.fingerprint(), "opening twice is not opening once");
    assertEquals(secondFound, second.fingerprint(), "opening twice is not opening once");
  }

  /** One side is lost for good and an operator trusts the other. */
  void oneIsTrusted(SimulatedDisk first, SimulatedDisk second) {
    MirrorOptions options = MirroredLogLife.GO_ON.withTrustTheSideThatIsThere(true);
    try (MirroredStorage mirror = open(first, second, options)) {
      assertEquals(MirrorStatus.Mode.ALONE, mirror.status().mode());
      check(mirror);
    }
  }

  /** The other side is away, nobody trusts anything: what is opened then has everything. */
  void oneIsCompleteOrRefused(SimulatedDisk first, SimulatedDisk second) {
    try (MirroredStorage mirror = open(first, second, MirroredLogLife.GO_ON)) {
      check(mirror);
    } catch (NotReplayableException e) {
      assertTrue(e.getMessage().contains("Bring"), e.getMessage());
    }
  }

  /** The start after the crash is crashed itself, at each of its operations. */
  long startIsCrashed(SimulatedDisk first, SimulatedDisk second, boolean bothAreWhole, long seed) {
    MirrorCrashes crashes =
        new MirrorCrashes(
            seed,
            3,
            1,
            (promised, one, other, thorough) -> {
              MirrorJudge judge = new MirrorJudge(promised);
              if (bothAreWhole && promised.acknowledged > 0) {
                judge.oneIsTrusted(one.fork(), null);
                judge.oneIsTrusted(null, other.fork());
              }
              judge.bothComeBack(one, other);
            });
    MirroredLogLife life =
        new MirroredLogLife(first, second, promises.copy(), MirroredLogLife.STOP);
    crashes.watch(life);
    assertTrue(life.run(2, 0), "the restart failed");
    return crashes.states();
  }

  /** A restart goes on with the log on both sides; then either side alone has everything. */
  void lifeGoesOn(SimulatedDisk first, SimulatedDisk second) {
    Promises more = promises.copy();
    MirroredLogLife life = new MirroredLogLife(first, second, more, MirroredLogLife.STOP);
    assertTrue(life.run(2, 3), "the restart failed");
    MirrorJudge judge = new MirrorJudge(more);
    judge.oneIsTrusted(first.crash(CrashProfile.LOSE_ALL, 1), null);
    judge.oneIsTrusted(null, second.crash(CrashProfile.LOSE_ALL, 1));
  }

  void check(Storage storage) {
    LogLife.Found found = LogLife.scan(storage, 0);
    assertTrue(found.sound(), () -> found.scan().segments().toString());
    for (long lsn = promises.released + 1; lsn <= promises.acknowledged; lsn++) {
      assertTrue(found.records().containsKey(lsn), "acknowledged record " + lsn + " is lost");
    }
    found.records().forEach((lsn, text) -> assertTrue(promises.mayHave(lsn, text), text));
    for (long epoch = 1; epoch <= 2; epoch++) {
      boolean staged = storage.exists(MirroredLogLife.STAGED + epoch);
      boolean published = storage.exists(MirroredLogLife.PUBLISHED + epoch);
      assertFalse(staged && published, "a directory is there under both of its names");
      if (promises.published.contains(epoch)) {
        assertEquals(
            "part of " + epoch,
            StorageFixture.read(storage, MirroredLogLife.PUBLISHED + epoch + "/part"));
      }
    }
  }

  /** Equal names everywhere, and equal contents where everything was forced. */
  private static void assertEqualButForTornTails(SimulatedDisk first, SimulatedDisk second) {
    Map<String, String> one = tree(MirroredLogLife.sideOf(first, true));
    Map<String, String> other = tree(MirroredLogLife.sideOf(second, false));
    assertEquals(one.keySet(), other.keySet());
    one.forEach(
        (path, text) -> {
          if (path.startsWith(MirroredLogLife.PUBLISHED)) {
            assertEquals(text, other.get(path), path);
          }
        });
  }

  static Map<String, String> tree(Storage side) {
    Map<String, String> found = new TreeMap<>();
    collect(side, "", found);
    return found;
  }

  private static void collect(Storage side, String directory, Map<String, String> found) {
    for (FileStatus entry : side.list(directory)) {
      String path = StoragePath.join(directory, entry.name());
      if (path.equals("mirror")) {
        continue;
      }
      if (entry.directory()) {
        found.put(path, "directory");
        collect(side, path, found);
      } else {
        found.put(path, StorageFixture.read(side, path));
      }
    }
  }
}
