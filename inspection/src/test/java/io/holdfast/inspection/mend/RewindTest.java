package io.holdfast.inspection.mend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.inspection.FileTree;
import io.holdfast.inspection.WordCountFiles;
import io.holdfast.inspection.check.ApplicationInspector;
import io.holdfast.inspection.check.ApplicationReport;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Back to every batch and every checkpoint that is there: the result is sound, stands where it
 * should, and goes on from there.
 */
class RewindTest {
  private static final long FIRST = 1_700_000_000_010L;

  @TempDir private static Path root;
  private static Map<String, byte[]> stopped;
  private static Map<String, byte[]> killed;

  @BeforeAll
  static void run() throws IOException {
    stopped = FileTree.of(WordCountFiles.stopped(root.resolve("s")).app().getParent());
    killed = FileTree.of(WordCountFiles.killed(root.resolve("k")).app().getParent());
  }

  @Test
  void toEveryBatchThatIsThere() {
    int rewound = 0;
    for (Map<String, byte[]> files : List.of(stopped, killed)) {
      TreeSet<Long> completed = new TreeSet<>();
      files.keySet().stream()
          .filter(path -> path.startsWith("out/counts-"))
          .forEach(path -> completed.add(Long.parseLong(path.substring(11, 31))));
      for (long batch : completed) {
        SimulatedDisk disk = disk(files);
        MendPlan plan;
        try {
          plan = Mending.rewindToBatch(disk.storage().directory("app"), batch, path -> {});
        } catch (UnmendableException e) {
          assertTrue(e.getMessage().contains("Nothing was changed."), e.getMessage());
          continue;
        }
        assertEquals(batch, check("batch " + batch, disk, plan).lastCompleted().epochMillis());
        goOn("batch " + batch, disk);
        rewound++;
      }
    }
    assertTrue(rewound >= 6, rewound + " batches");
  }

  @Test
  void toEveryCheckpointThatIsThere() {
    for (Map<String, byte[]> files : List.of(stopped, killed)) {
      SimulatedDisk all = disk(files);
      for (FileStatus file : all.storage().list("app/checkpoints")) {
        SimulatedDisk disk = all.fork();
        CheckpointId id = CheckpointId.parse(file.name()).orElseThrow();
        MendPlan plan = Mending.rewindToCheckpoint(disk.storage().directory("app"), id, path -> {});
        DriverState state = check(file.name(), disk, plan);
        assertEquals(id.batchTimeMillis(), state.lastCompleted().epochMillis(), file.name());
        goOn(file.name(), disk);
      }
    }
  }

  /** Carries the plan out, and says where the application stands. */
  private static DriverState check(String what, SimulatedDisk disk, MendPlan plan) {
    Storage storage = disk.storage();
    MendedCopy.write(plan, storage, "back", RepairTest.AUDIT);
    ApplicationReport report = ApplicationInspector.inspect(storage.directory("back"), path -> {});
    RepairTest.assertSound(what, storage.directory("back"));
    storage.publish("app", "before");
    storage.publish("back", "app");
    return report.state().orElseThrow();
  }

  private static void goOn(String what, SimulatedDisk disk) {
    assertEquals(WordCountFiles.counts(), WordCountFiles.goOn(disk), what);
    RepairTest.assertSound(what, disk.storage().directory("app"));
  }

  @Test
  void itSaysExactlyWhatIsLost() {
    SimulatedDisk disk = disk(killed);
    MendPlan plan = Mending.rewindToBatch(disk.storage().directory("app"), FIRST, path -> {});
    Losses losses = plan.losses();
    Map<String, List<String>> words = new TreeMap<>();
    plan.contents()
        .forEach(
            content ->
                words.computeIfAbsent(content.type(), t -> new ArrayList<>()).add(content.words()));
    assertEquals(19, losses.knownLsn());
    assertEquals(14, losses.events());
    assertEquals(List.of(), losses.unreadableEvents());
    assertEquals(new TreeSet<>(List.of(FIRST + 10, FIRST + 1_000_000)), losses.completedBatches());
    assertEquals(Map.of("totals", FIRST + 1_000_000), losses.stateVersions());
    Losses.StreamLoss lines = losses.streams().get("lines");
    assertEquals(3, lines.first());
    assertEquals(10, lines.last());
    assertEquals(24, lines.records());
    assertEquals(Map.of("line", 30L), lines.offsets());
    assertEquals(6L, losses.offset("lines", "line").orElseThrow());
    assertTrue(
        words.get("lost_blocks").get(0).contains("line goes back from 30 to 6"), words.toString());
    assertTrue(words.get("lost_batches").get(0).contains("2 of them completed"), words.toString());
    assertEquals(2, words.get("change").stream().filter(w -> w.contains("removed")).count() - 1);
  }

  @Test
  void aBatchThatNobodyKnowsIsRefused() {
    Storage app = disk(killed).storage().directory("app");
    UnmendableException unknown =
        assertThrows(UnmendableException.class, () -> Mending.rewindToBatch(app, 17, path -> {}));
    assertEquals(
        "sim:/app knows of no completed batch 17. Completed batches that the journal still has: 3,"
            + " from 1700000000010 to 1700001000010. Nothing was changed.",
        unknown.getMessage());
    assertThrows(
        UnmendableException.class,
        () -> Mending.rewindToCheckpoint(app, new CheckpointId(9, 9), path -> {}));
  }

  private static SimulatedDisk disk(Map<String, byte[]> files) {
    SimulatedDisk disk = new SimulatedDisk();
    FileTree.write(files, disk.storage());
    return disk;
  }
}
