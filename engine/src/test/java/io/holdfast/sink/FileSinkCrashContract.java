package io.holdfast.sink;

import static io.holdfast.sink.SinkLife.NOON;
import static io.holdfast.sink.SinkLife.NOON_DIRECTORY;
import static io.holdfast.sink.SinkLife.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.FencedException;
import io.holdfast.sink.CommitOutcome.Unknown;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedCrash;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The contract on a simulated disk, and what only that can do: power that fails at every operation,
 * operations that fail.
 *
 * @param <T> rows
 */
public abstract class FileSinkCrashContract<T> extends FileSinkContract<T> {
  private final SimulatedDisk disk = new SimulatedDisk();

  @Override
  protected final Storage newStorage() {
    return disk.storage();
  }

  @Test
  void committedBatchSurvivesAndTheNextDriverSeesIt() {
    SinkSession<T> session = life().open(1);
    session.commit(NOON, life().stage(session, NOON, rows("a", "b")));
    for (CrashProfile profile : CrashProfile.values()) {
      SinkLife<T> next = life().on(disk.crash(profile, 1).storage());
      assertTrue(next.open(2).committed(NOON), profile.name());
      assertEquals(List.of("a", "b"), next.committed(), profile.name());
    }
  }

  @Test
  void claimedEpochIsDurable() {
    life().open(5);
    SinkLife<T> found = life().on(disk.crash(CrashProfile.LOSE_ALL, 0).storage());
    assertThrows(FencedException.class, () -> found.open(4));
  }

  @Test
  void forceOfTheNameThatFailsIsUnknownAndCleansNothing() {
    SinkSession<T> session = life().open(1);
    List<StagedPart> parts = life().stage(session, NOON, rows("a"));
    disk.failWhen(
        operation -> operation.kind() == Kind.FORCE_DIRECTORY && operation.path().isEmpty(),
        Fault.IO_ERROR);
    assertInstanceOf(Unknown.class, session.commit(NOON, parts));
    disk.clearFaults();
    assertTrue(life().open(2).committed(NOON), "renamed, though not forced");
    SinkLife<T> found = life().on(disk.crash(CrashProfile.LOSE_ALL, 0).storage());
    assertTrue(
        found.open(3).committed(NOON),
        "who is told that it is committed must be able to rely on it");
    assertEquals(List.of("a"), found.committed());
  }

  /** Whatever an encoding makes of it, the failure of the storage is what is heard. */
  @Test
  void failedWriteOrForceOfAPartIsHeardAsItIs() {
    for (Kind kind : List.of(Kind.CREATE, Kind.WRITE, Kind.FORCE)) {
      disk.clearFaults();
      SinkSession<T> session = life().open(1);
      disk.failWhen(
          operation -> operation.kind() == kind && operation.path().contains("part-"),
          Fault.IO_ERROR);
      StorageException error =
          assertThrows(
              StorageException.class, () -> life().stage(session, NOON, rows("a")), kind.name());
      assertTrue(error.getMessage().contains("part-00000"), error::getMessage);
    }
    disk.clearFaults();
    SinkSession<T> next = life().open(2);
    next.commit(NOON, life().stage(next, NOON, rows("a")));
    assertEquals(List.of("a"), life().committed());
    assertEquals(List.of(), life().residue());
  }

  /** Giving a part up writes nothing, so it works on a storage that is gone. */
  @Test
  void partIsGivenUpOnADiskThatIsGone() {
    SinkSession<T> session = life().open(1);
    try (PartWriter<T> part = session.stage(NOON, 0, 0)) {
      part.write(row("a"));
      disk.failWhen(operation -> true, Fault.IO_ERROR);
    }
    disk.clearFaults();
  }

  /** Each operation of an open and a commit as a crash: the batch is whole or not there. */
  @Test
  void crashAnywhereLeavesTheBatchWholeOrAbsent() {
    boolean done = false;
    for (long number = 0; !done; number++) {
      SimulatedDisk crashing = new SimulatedDisk();
      long at = number;
      crashing.onOperation(
          new OperationObserver() {
            @Override
            public void before(StorageOperation operation) {
              if (operation.number() == at) {
                throw new SimulatedCrash("before " + operation);
              }
            }
          });
      done = ranThrough(life().on(crashing.storage()));
      for (CrashProfile profile : CrashProfile.values()) {
        for (long seed = 0; seed < 5; seed++) {
          requireWholeOrAbsent(life().on(crashing.crash(profile, seed).storage()), done);
        }
      }
    }
  }

  private boolean ranThrough(SinkLife<T> crashed) {
    try {
      SinkSession<T> session = crashed.open(1);
      session.commit(NOON, crashed.stage(session, NOON, rows("a"), rows("b")));
      return true;
    } catch (SimulatedCrash e) {
      return false;
    }
  }

  private void requireWholeOrAbsent(SinkLife<T> found, boolean acknowledged) {
    List<String> before = found.committed();
    assertTrue(before.isEmpty() || before.equals(List.of("a", "b")), before::toString);
    SinkSession<T> session = found.open(2);
    boolean there = session.committed(NOON);
    assertTrue(there || !acknowledged);
    assertEquals(there ? List.of("a", "b") : List.of(), found.committed());
    if (!there) {
      session.commit(NOON, found.stage(session, NOON, rows("a"), rows("b")));
    }
    BatchTime later = new BatchTime(NOON.epochMillis() + 1);
    session.commit(later, found.stage(session, later, rows("later")));
    assertEquals(List.of("a", "b", "later"), found.committed());
    assertEquals(5, found.published().size(), () -> found.published().toString());
    assertTrue(found.published().contains(NOON_DIRECTORY + "/_manifest"));
    assertEquals(List.of(), found.residue());
  }
}
