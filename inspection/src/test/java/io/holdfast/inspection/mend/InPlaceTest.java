package io.holdfast.inspection.mend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.NotReplayableException;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.inspection.FileTree;
import io.holdfast.inspection.WordCountFiles;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedCrash;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A change in place stops at each of its operations, and in the middle of it, under every model of
 * what a disk keeps: what is found is the application as it was, or one that no driver starts and
 * that can be finished, or the new one. It is stopped again while it is being finished.
 */
class InPlaceTest {
  private static final int SEEDS = 1;
  private static final String CHECKPOINT =
      "checkpoints/checkpoint-0000000002-00000001700001000010.hfc";

  @TempDir private static Path root;
  private static Map<String, byte[]> damaged;
  private static Map<String, byte[]> mended;
  private static Map<String, byte[]> replaced;

  private int asItWas;
  private int finished;
  private int done;

  @BeforeAll
  static void run() throws IOException {
    damaged = FileTree.of(WordCountFiles.killed(root).app());
    damaged.remove("lock");
    // A torn tail, a damaged checkpoint, and a segment under another's name.
    byte[] journal = damaged.get("journal/segment-00000000000000000002.hfw");
    journal[journal.length - 3] ^= 0x55;
    journal[journal.length - 9] ^= 0x55;
    damaged.get(CHECKPOINT)[100] ^= 1;
    damaged.put(
        "state/totals/segment-00000000000000000009.hfw",
        damaged.remove("state/totals/segment-00000000000000000002.hfw"));
    SimulatedDisk disk = disk();
    String old = mend(disk.storage());
    Map<String, byte[]> all = FileTree.of(disk.storage(), "");
    mended = application(all);
    replaced = below(all, old + "/");
    assertTrue(all.containsKey("audit/20240506T070809.123Z.jsonl"), all.keySet().toString());
  }

  private static SimulatedDisk disk() {
    SimulatedDisk disk = new SimulatedDisk();
    FileTree.write(damaged, disk.storage());
    return disk.crash(CrashProfile.LOSE_ALL, 1);
  }

  private static String mend(Storage storage) {
    return MendedInPlace.write(Mending.repair(storage, path -> {}), storage, RepairTest.AUDIT);
  }

  /** Without what a change keeps of itself. */
  private static Map<String, byte[]> application(Map<String, byte[]> all) {
    Map<String, byte[]> files = new TreeMap<>(all);
    files.keySet().removeIf(path -> path.startsWith("mended/") || path.startsWith("audit/"));
    return files;
  }

  private static Map<String, byte[]> below(Map<String, byte[]> all, String directory) {
    Map<String, byte[]> files = new TreeMap<>();
    all.forEach(
        (path, content) -> {
          if (path.startsWith(directory)) {
            files.put(path.substring(directory.length()), content);
          }
        });
    return files;
  }

  @Test
  void itIsMendedAndKeepsWhatItReplaced() {
    Storage storage = disk().storage();
    mend(storage);
    RepairTest.assertSound("in place", storage);
    assertEquals(4, replaced.size(), replaced.keySet().toString());
    replaced.forEach((path, content) -> assertArrayEquals(damaged.get(path), content, path));
    assertTrue(replaced.containsKey(CHECKPOINT));
  }

  @Test
  void aStopLeavesTheOldOneOrOneThatIsFinished() {
    explore(disk(), InPlaceTest::mend, true);
    assertTrue(asItWas > 100 && finished > 100 && done > 5, asItWas + " " + finished + " " + done);
  }

  private interface Action {
    void run(Storage storage);
  }

  private void explore(SimulatedDisk start, Action action, boolean again) {
    SimulatedDisk run = start.fork();
    List<SimulatedDisk> stops = new ArrayList<>();
    run.onOperation(
        new OperationObserver() {
          @Override
          public void before(StorageOperation operation) {
            stops.add(run.fork());
          }
        });
    action.run(run.storage());
    stops.add(run);
    for (int number = 0; number < stops.size(); number++) {
      stopped(stops.get(number), "before operation " + number, again && number % 5 == 0);
      SimulatedDisk inside = start.fork();
      int at = number;
      inside.onOperation(
          new OperationObserver() {
            @Override
            public int crashInside(StorageOperation operation) {
              boolean now = operation.number() == at && operation.parts() > 1;
              return now ? operation.parts() / 2 : NO_CRASH;
            }
          });
      try {
        action.run(inside.storage());
      } catch (SimulatedCrash crash) {
        stopped(inside, "inside operation " + number, false);
      }
    }
  }

  private void stopped(SimulatedDisk stop, String when, boolean again) {
    for (CrashProfile profile : CrashProfile.values()) {
      for (long seed = 0; seed < SEEDS; seed++) {
        SimulatedDisk found = stop.crash(profile, seed);
        boolean unfinished = found.storage().exists(ApplicationLayout.UNFINISHED);
        check(found.fork(), when + ", " + profile + ", seed " + seed);
        if (again && unfinished) {
          explore(found, MendedInPlace::finish, false);
        }
      }
    }
  }

  private void check(SimulatedDisk found, String what) {
    Storage storage = found.storage();
    if (storage.exists(ApplicationLayout.UNFINISHED)) {
      NotReplayableException refused =
          assertThrows(NotReplayableException.class, () -> ApplicationIdentity.read(storage), what);
      assertTrue(refused.getMessage().contains("repair "), refused.getMessage());
      assertTrue(MendedInPlace.finish(storage).isPresent(), what);
      same(mended, storage, what);
      finished++;
    } else if (storage.list(ApplicationLayout.AUDIT).isEmpty()) {
      same(damaged, storage, what);
      mend(storage);
      same(mended, storage, what);
      asItWas++;
    } else {
      same(mended, storage, what);
      done++;
    }
  }

  private static void same(Map<String, byte[]> expected, Storage storage, String what) {
    Map<String, byte[]> files = application(FileTree.of(storage, ""));
    assertEquals(expected.keySet(), files.keySet(), what);
    expected.forEach(
        (path, content) -> assertArrayEquals(content, files.get(path), what + ": " + path));
  }
}
