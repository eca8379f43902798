package io.holdfast.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedCrash;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The second checkpoint is being written when everything stops: before and after each operation and
 * in the middle of it, under every model of what a disk keeps. What is found afterwards is the
 * first or the second checkpoint, whole, and the second for sure once writing it had returned.
 */
final class CheckpointCrashTest {
  private static final CheckpointId FIRST = new CheckpointId(1, 1000);
  private static final CheckpointId SECOND = new CheckpointId(1, 2000);
  private static final int SEEDS = 12;

  private long crashes;

  @Test
  void aCrashLeavesTheOldCheckpointOrTheNewOneWhole() {
    SimulatedDisk start = new SimulatedDisk();
    store(start).write(Samples.checkpoint(FIRST));
    List<SimulatedDisk> stops = new ArrayList<>();
    SimulatedDisk run = start.fork();
    run.onOperation(
        new OperationObserver() {
          @Override
          public void before(StorageOperation operation) {
            stops.add(run.fork());
          }
        });
    store(run).write(Samples.checkpoint(SECOND));
    for (SimulatedDisk stop : stops) {
      check(stop, List.of(FIRST, SECOND));
    }
    assertTrue(stops.size() >= 5, stops.size() + " operations");

    for (int operation = 0; operation < stops.size(); operation++) {
      crashInside(start.fork(), operation);
    }
    check(run, List.of(SECOND));
    assertTrue(crashes > 700, crashes + " crashes");
  }

  private void crashInside(SimulatedDisk disk, int number) {
    disk.onOperation(
        new OperationObserver() {
          @Override
          public int crashInside(StorageOperation operation) {
            return operation.number() == number ? operation.parts() / 2 : NO_CRASH;
          }
        });
    try {
      store(disk).write(Samples.checkpoint(SECOND));
    } catch (SimulatedCrash expected) {
      check(disk, List.of(FIRST, SECOND));
    }
  }

  private void check(SimulatedDisk stopped, List<CheckpointId> possible) {
    for (CrashProfile profile : CrashProfile.values()) {
      for (long seed = 0; seed < SEEDS; seed++) {
        crashes++;
        String what = profile + ", seed " + seed;
        SimulatedDisk found = stopped.crash(profile, seed);
        CheckpointStore store = store(found);
        CheckpointFindings findings = store.newest();
        assertEquals(List.of(), findings.passedOver(), what);
        Checkpoint checkpoint = findings.required();
        assertTrue(possible.contains(checkpoint.id()), what);
        assertEquals(Samples.checkpoint(checkpoint.id()), checkpoint, what);
        assertTrue(store.list().contains(FIRST), what);

        store.sweep();
        store.write(Samples.checkpoint(new CheckpointId(2, 1)));
        int expected = store.list().size();
        assertEquals(expected, found.storage().list("checkpoints").size(), what);
      }
    }
  }

  @Test
  void aDeletionThatHasReturnedSurvivesACrash() {
    SimulatedDisk disk = new SimulatedDisk();
    CheckpointStore store = store(disk);
    store.write(Samples.checkpoint(FIRST));
    store.write(Samples.checkpoint(SECOND));
    store.delete(List.of(FIRST));
    for (CrashProfile profile : CrashProfile.values()) {
      assertEquals(List.of(SECOND), store(disk.crash(profile, 1)).list());
    }
  }

  private static CheckpointStore store(SimulatedDisk disk) {
    return new CheckpointStore(disk.storage(), "checkpoints", Samples.APPLICATION);
  }
}
