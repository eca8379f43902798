package io.holdfast.checkpoint;

import static io.holdfast.checkpoint.ContainerTest.assertContains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.FencedException;
import io.holdfast.IndeterminateException;
import io.holdfast.NewerFormatException;
import io.holdfast.NotReplayableException;
import io.holdfast.WrongApplicationException;
import io.holdfast.wal.storage.FileExistsException;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageFullException;
import io.holdfast.wal.storage.local.LocalStorage;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.SimulatedStorage;
import io.holdfast.wal.storage.simulated.StorageOperation;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointStoreTest {
  private static final CheckpointId FIRST = new CheckpointId(1, 3000);
  private static final CheckpointId SECOND = new CheckpointId(1, 20_000);
  private static final CheckpointId THIRD = new CheckpointId(2, 1000);

  private final SimulatedStorage storage = new SimulatedDisk().storage();
  private final CheckpointStore store =
      new CheckpointStore(storage, "app/checkpoints", Samples.APPLICATION);

  @Test
  void idsOrderByEpochFirstAndSoDoTheirNames() {
    assertTrue(THIRD.compareTo(SECOND) > 0 && SECOND.compareTo(FIRST) > 0);
    assertTrue(THIRD.fileName().compareTo(SECOND.fileName()) > 0);
    assertTrue(SECOND.fileName().compareTo(FIRST.fileName()) > 0);
    assertEquals("checkpoint-0000000001-00000000000000003000.hfc", FIRST.fileName());
    assertEquals(Optional.of(FIRST), CheckpointId.parse(FIRST.fileName()));
    CheckpointId largest = new CheckpointId(9_999_999_999L, Long.MAX_VALUE);
    assertEquals(Optional.of(largest), CheckpointId.parse(largest.fileName()));
    String tooLarge = "checkpoint-0000000001-99999999999999999999.hfc";
    assertEquals(Optional.empty(), CheckpointId.parse(tooLarge));
    assertEquals(Optional.empty(), CheckpointId.parse("checkpoint-1-2.hfc"));
    assertThrows(IllegalArgumentException.class, () -> new CheckpointId(10_000_000_000L, 0));
    assertThrows(IllegalArgumentException.class, () -> new CheckpointId(0, -1));
  }

  @Test
  void findsNothingWhereNothingIs() {
    assertEquals(List.of(), store.list());
    assertTrue(store.newest().none());
    assertThrows(NotReplayableException.class, () -> store.newest().required());
    assertThrows(FileMissingException.class, () -> store.read(FIRST));
    assertEquals(List.of(), store.sweep());
  }

  @Test
  void writesListsReadsAndDeletes() {
    assertEquals("app/checkpoints/" + FIRST.fileName(), write(FIRST));
    write(SECOND);
    write(THIRD);
    assertEquals(List.of(THIRD, SECOND, FIRST), store.list());
    assertEquals(Samples.checkpoint(SECOND), store.read(SECOND));
    CheckpointFindings newest = store.newest();
    assertEquals(Samples.checkpoint(THIRD), newest.required());
    assertEquals(Optional.of("sim:/app/checkpoints/" + THIRD.fileName()), newest.location());
    assertEquals(SECOND, store.newestBefore(THIRD).required().id());

    store.delete(List.of(THIRD));
    store.delete(List.of(THIRD));
    assertEquals(List.of(SECOND, FIRST), store.list());
    assertEquals(2, storage.list("app/checkpoints").size(), "no leftovers");
  }

  @Test
  void worksInTheRootOfAStorage() {
    CheckpointStore root = new CheckpointStore(storage, "", Samples.APPLICATION);
    root.write(Samples.checkpoint());
    assertEquals(Samples.checkpoint(), root.newest().required());
  }

  @Test
  void worksOnRealFiles(@TempDir Path root) {
    try (Storage local = LocalStorage.open(root)) {
      CheckpointStore real = new CheckpointStore(local, "a/b", Samples.APPLICATION);
      real.write(Samples.checkpoint(FIRST));
      real.write(Samples.checkpoint(SECOND));
      assertThrows(FileExistsException.class, () -> real.write(Samples.checkpoint(SECOND)));
      assertEquals(Samples.checkpoint(SECOND), real.newest().required());
      real.delete(List.of(SECOND));
      assertEquals(List.of(FIRST), real.list());
      assertEquals(1, local.list("a/b").size());
      assertTrue(new CheckpointInspector(local).directory("a/b").sound());
    }
  }

  @Test
  void anIdIsWrittenOnce() {
    write(FIRST);
    byte[] before = Samples.get(storage, "app/checkpoints/" + FIRST.fileName());
    assertThrows(FileExistsException.class, () -> store.write(new Checkpoint(FIRST, 0, List.of())));
    assertEquals(Samples.checkpoint(FIRST), store.read(FIRST));
    assertEquals(1, storage.list("app/checkpoints").size());
    assertEquals(before.length, storage.list("app/checkpoints").get(0).lengthBytes());
  }

  @Test
  void aDriverOfAnOlderEpochIsToldThatItIsFenced() {
    write(THIRD);
    FencedException fenced =
        assertThrows(FencedException.class, () -> write(new CheckpointId(1, 999_999)));
    assertContains(fenced, "epoch 1, batch 999999", "epoch 2, batch 1000", "End this process");
    assertEquals(List.of(THIRD), store.list());
  }

  @Test
  void damagedOnesArePassedOverAndReported() {
    write(FIRST);
    write(SECOND);
    write(THIRD);
    overwrite(THIRD, new byte[0]);
    byte[] flipped = Samples.bytes(Samples.checkpoint(SECOND));
    flipped[74] ^= 1;
    overwrite(SECOND, flipped);

    CheckpointFindings findings = store.newest();
    assertEquals(FIRST, findings.required().id());
    assertEquals(List.of(THIRD, SECOND), ids(findings));
    assertTrue(findings.report().contains("section 'meta'"), findings.report());
    assertTrue(findings.report().contains("has 0 bytes"), findings.report());

    overwrite(FIRST, new byte[200]);
    CheckpointFindings none = store.newest();
    assertFalse(none.none());
    DamageException damage = assertThrows(DamageException.class, none::required);
    for (CheckpointId id : List.of(FIRST, SECOND, THIRD)) {
      assertContains(damage, id.fileName());
    }
  }

  @Test
  void aRenamedFileIsPassedOverAsSuch() {
    write(FIRST);
    Samples.put(
        storage, "app/checkpoints/" + THIRD.fileName(), Samples.bytes(Samples.checkpoint(FIRST)));
    CheckpointFindings findings = store.newest();
    assertEquals(FIRST, findings.required().id());
    CheckpointFinding finding = findings.passedOver().get(0);
    assertEquals(Verdict.MISNAMED, finding.verdict());
    assertTrue(finding.reason().contains("(epoch 1, batch 3000), not (epoch 2, batch 1000)"));
  }

  @Test
  void aNewerVersionsFileStopsTheSearchInsteadOfBeingPassedOver() {
    write(FIRST);
    write(THIRD);
    byte[] newer = Samples.bytes(Samples.checkpoint(THIRD));
    newer[8] = 2;
    overwrite(THIRD, Samples.reseal(newer));
    assertThrows(NewerFormatException.class, store::newest);
  }

  @Test
  void anotherApplicationsFileStopsTheSearch() {
    write(FIRST);
    CheckpointStore other =
        new CheckpointStore(storage, "app/checkpoints", Samples.OTHER_APPLICATION);
    assertThrows(WrongApplicationException.class, other::newest);
  }

  @Test
  void aFailedWriteOrForceLeavesNothingBehindAndMayBeRepeated() {
    for (Kind kind : List.of(Kind.CREATE, Kind.WRITE, Kind.FORCE)) {
      storage.disk().failWhen(operation -> operation.kind() == kind, Fault.IO_ERROR);
      storage.createDirectories("app/checkpoints");
      assertThrows(StorageException.class, () -> write(FIRST), kind.name());
      storage.disk().clearFaults();
      assertEquals(List.of(), storage.list("app/checkpoints"), kind.name());
    }
    write(FIRST);
    assertEquals(FIRST, store.newest().required().id());
  }

  @Test
  void aFullDiskIsSaidToBeFullAndOlderCheckpointsStay() {
    write(FIRST);
    storage.disk().failWhen(o -> o.kind() == Kind.WRITE, Fault.NO_SPACE_AFTER_SHORT_WRITE);
    assertThrows(StorageFullException.class, () -> write(SECOND));
    assertEquals(FIRST, store.newest().required().id());
  }

  @Test
  void failuresAfterPublicationHasBegunAreIndeterminate() {
    write(FIRST);
    long batch = 10_000;
    for (Kind kind : List.of(Kind.PUBLISH, Kind.FORCE_DIRECTORY)) {
      CheckpointId next = new CheckpointId(1, batch++);
      storage.disk().failWhen(operation -> operation.kind() == kind, Fault.IO_ERROR);
      IndeterminateException unknown =
          assertThrows(IndeterminateException.class, () -> write(next), kind.name());
      assertContains(unknown, "after a restart");
      storage.disk().clearFaults();
    }
  }

  @Test
  void whatDoesNotReadBackIsNotPublished() {
    storage.createDirectories("app/checkpoints");
    SimulatedDisk disk = storage.disk();
    String path = "app/checkpoints/" + FIRST.temporaryName(1);
    disk.onOperation(
        new OperationObserver() {
          @Override
          public void after(StorageOperation operation) {
            if (operation.kind() == Kind.FORCE) {
              byte[] rotten = Samples.bytes(Samples.checkpoint(FIRST));
              rotten[73] ^= 1;
              disk.overwrite(path, rotten);
            }
          }
        });
    assertThrows(DamageException.class, () -> write(FIRST));
    assertEquals(List.of(), storage.list("app/checkpoints"));
  }

  @Test
  void sweepRemovesUnfinishedFilesAndNothingElse() {
    write(FIRST);
    List<String> names = List.of(SECOND.temporaryName(1), FIRST.temporaryName(12));
    names.forEach(name -> Samples.put(storage, "app/checkpoints/" + name, new byte[3]));
    Samples.put(storage, "app/checkpoints/notes.tmp", new byte[3]);
    assertEquals(List.of(FIRST), store.list());
    assertEquals(names.stream().sorted().toList(), store.sweep());
    assertEquals(
        List.of(FIRST.fileName(), "notes.tmp"),
        storage.list("app/checkpoints").stream().map(FileStatus::name).toList());
  }

  @Test
  void aLeftoverUnderTheNextTemporaryNameIsNoHindrance() {
    storage.createDirectories("app/checkpoints");
    Samples.put(storage, "app/checkpoints/" + FIRST.temporaryName(1), new byte[3]);
    write(FIRST);
    assertEquals(FIRST, store.newest().required().id());
  }

  private String write(CheckpointId id) {
    return store.write(Samples.checkpoint(id));
  }

  private void overwrite(CheckpointId id, byte[] bytes) {
    storage.disk().overwrite("app/checkpoints/" + id.fileName(), bytes);
  }

  private static List<CheckpointId> ids(CheckpointFindings findings) {
    return findings.passedOver().stream().map(CheckpointFinding::id).toList();
  }
}
