package io.holdfast.wal.storage.simulated;

import static io.holdfast.wal.storage.StorageFixture.assertMessage;
import static io.holdfast.wal.storage.StorageFixture.bytes;
import static io.holdfast.wal.storage.StorageFixture.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.InUseException;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageFullException;
import io.holdfast.wal.storage.StorageReader;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operations as crash points, faults, room, locks and processes. */
final class OperationsTest {
  private final SimulatedDisk disk = new SimulatedDisk();
  private final SimulatedStorage storage = disk.storage();

  /** Seven operations. */
  private void live(SimulatedStorage in) {
    in.createDirectories("d");
    try (Appender appender = in.createExclusive("d/tmp")) {
      appender.write(bytes("0123456789"));
      appender.force();
    }
    in.publish("d/tmp", "d/f");
    in.forceDirectory("d");
    in.delete("d/f");
    in.lock("LOCK").close();
  }

  @Test
  void eachOperationIsShownBeforeAndAfter() {
    List<String> seen = new ArrayList<>();
    disk.onOperation(
        new OperationObserver() {
          @Override
          public void before(StorageOperation operation) {
            seen.add("> " + operation);
          }

          @Override
          public void after(StorageOperation operation) {
            seen.add("< " + operation.number());
          }
        });
    live(storage);
    assertEquals(
        List.of(
            "> operation 0: MKDIR /d",
            "< 0",
            "> operation 1: FORCE_DIRECTORY /",
            "< 1",
            "> operation 2: CREATE /d/tmp",
            "< 2",
            "> operation 3: WRITE /d/tmp (10 bytes)",
            "< 3",
            "> operation 4: FORCE /d/tmp",
            "< 4",
            "> operation 5: PUBLISH /d/tmp",
            "< 5",
            "> operation 6: FORCE_DIRECTORY /d",
            "< 6",
            "> operation 7: DELETE /d/f",
            "< 7",
            "> operation 8: LOCK /LOCK",
            "< 8"),
        seen);
    assertEquals(9, disk.operations());
  }

  @Test
  void crashBeforeAndAfterDifferByTheOperation() {
    for (long number = 0; number < 9; number++) {
      SimulatedDisk before = new SimulatedDisk();
      before.onOperation(CrashAt.before(number));
      CrashAt.runInto(() -> live(before.storage()));
      SimulatedDisk after = new SimulatedDisk();
      after.onOperation(CrashAt.after(number));
      CrashAt.runInto(() -> live(after.storage()));
      boolean visible = number != 1 && number != 4 && number != 6;
      assertEquals(visible, before.fingerprint() != after.fingerprint(), "operation " + number);
      SimulatedDisk inside = new SimulatedDisk();
      inside.onOperation(CrashAt.inside(number, 0));
      CrashAt.runInto(() -> live(inside.storage()));
      assertEquals(before.fingerprint(), inside.fingerprint(), "operation " + number);
    }
  }

  @Test
  void crashInsideAWriteKeepsItsBeginning() {
    for (int parts = 0; parts <= 10; parts++) {
      SimulatedDisk cut = new SimulatedDisk();
      cut.onOperation(CrashAt.inside(3, parts));
      assertMessage(
          CrashAt.runInto(() -> live(cut.storage())), "operation 3: WRITE /d/tmp (10 bytes)");
      SimulatedDisk found = cut.crash(CrashProfile.KILL, 0);
      assertEquals("0123456789".substring(0, parts), read(found.storage(), "d/tmp"));
    }
  }

  @Test
  void crashInsideAPublicationLeavesBothNames() {
    disk.onOperation(CrashAt.inside(5, 1));
    CrashAt.runInto(() -> live(storage));
    Storage found = disk.crash(CrashProfile.KILL, 0).storage();
    assertEquals("0123456789", read(found, "d/tmp"));
    assertEquals("0123456789", read(found, "d/f"));
    found.delete("d/tmp");
    assertEquals("0123456789", read(found, "d/f"));
  }

  @Test
  void plantedFaultsHitTheirOperationOnly() {
    for (long number = 0; number < 9; number++) {
      for (Fault fault : Fault.values()) {
        SimulatedDisk faulty = new SimulatedDisk();
        faulty.failAt(number, fault);
        StorageException error = assertThrows(StorageException.class, () -> live(faulty.storage()));
        assertEquals(fault.isNoSpace(), error instanceof StorageFullException);
        assertMessage(error, "sim:/", "(simulated)");
        assertEquals(number + 1, faulty.operations());
      }
    }
  }

  @Test
  void shortWriteLeavesHalfAndKillsTheAppender() {
    disk.failWhen(operation -> operation.kind() == Kind.WRITE, Fault.NO_SPACE_AFTER_SHORT_WRITE);
    try (Appender appender = storage.createExclusive("f")) {
      assertMessage(
          assertThrows(StorageFullException.class, () -> appender.write(bytes("0123456789"))),
          "write sim:/f: no space left");
      disk.clearFaults();
      assertMessage(
          assertThrows(StorageException.class, () -> appender.write(bytes("x"))),
          "write sim:/f: an earlier write or force of this file failed");
      assertThrows(StorageException.class, appender::force);
    }
    assertEquals("01234", read(storage, "f"));
  }

  @Test
  void bytesOfAFailedForceAreReadableAndNeverDurable() {
    disk.oneStrikeEnforced(false);
    disk.failWhen(operation -> operation.number() == 4, Fault.IO_ERROR);
    try (Appender appender = storage.createExclusive("f")) {
      storage.forceDirectory("");
      appender.write(bytes("one"));
      appender.force();
      assertThrows(StorageException.class, appender::force);
      appender.write(bytes("two"));
      assertThrowsNothing(appender::force);
    }
    assertEquals("onetwo", read(storage, "f"));
    assertEquals("one", read(disk.crash(CrashProfile.LOSE_ALL, 0).storage(), "f"));
    assertEquals("onetwo", read(disk.crash(CrashProfile.KILL, 0).storage(), "f"));
  }

  private static void assertThrowsNothing(Runnable action) {
    action.run();
  }

  @Test
  void failedDirectoryForceMakesNothingDurable() {
    storage.createExclusive("f").close();
    disk.failAt(1, Fault.IO_ERROR);
    assertMessage(
        assertThrows(StorageException.class, () -> storage.forceDirectory("")),
        "force directory sim:/: I/O error");
    assertFalse(disk.crash(CrashProfile.LOSE_ALL, 0).storage().exists("f"));
  }

  @Test
  void capacityCutsAWriteAndDeletionMakesRoom() {
    disk.capacityBytes(15);
    try (Appender first = storage.createExclusive("a");
        Appender second = storage.createExclusive("b")) {
      first.write(bytes("0123456789"));
      assertEquals(5, storage.usableBytes());
      assertThrows(StorageFullException.class, () -> second.write(bytes("0123456789")));
      assertEquals(5, second.position());
    }
    assertEquals("01234", read(storage, "b"));
    assertEquals(0, storage.usableBytes());
    storage.delete("a");
    assertEquals(10, storage.usableBytes());
    assertEquals(10, disk.crash(CrashProfile.KILL, 0).storage().usableBytes());
  }

  @Test
  void crashAndKillReleaseLocks() {
    Storage.Lock lock = storage.lock("LOCK");
    lock.describe("the first");
    SimulatedStorage other = disk.storage();
    assertMessage(
        assertThrows(InUseException.class, () -> other.lock("LOCK")), "in use by the first");
    disk.crash(CrashProfile.KILL, 0).storage().lock("LOCK").close();
    storage.kill();
    other.lock("LOCK");
    assertThrows(InUseException.class, () -> disk.storage().lock("LOCK"));
    disk.releaseLocks();
    disk.storage().lock("LOCK");
  }

  @Test
  void locksCanBeSwitchedOff() {
    disk.locksEnforced(false);
    storage.lock("LOCK");
    disk.storage().lock("LOCK");
    disk.crash(CrashProfile.KILL, 0).storage().lock("LOCK").close();
  }

  @Test
  void killedProcessDoesNothingMore() {
    Storage.Lock lock = storage.lock("LOCK");
    Appender appender = storage.createExclusive("f");
    appender.write(bytes("one"));
    StorageReader reader = storage.open("f");
    Storage view = storage.directory("d");
    storage.kill();
    CrashAt.runInto(() -> appender.write(bytes("two")));
    CrashAt.runInto(appender::force);
    CrashAt.runInto(reader::length);
    CrashAt.runInto(() -> view.createDirectories(""));
    CrashAt.runInto(() -> storage.exists("f"));
    CrashAt.runInto(() -> storage.list(""));
    CrashAt.runInto(() -> lock.describe("zombie"));
    appender.close();
    reader.close();
    lock.close();
    assertEquals("one", read(disk.storage(), "f"));
  }

  @Test
  void overwrittenFileIsDurable() {
    storage.createExclusive("f").close();
    storage.forceDirectory("");
    disk.overwrite("f", new byte[] {'r', 'o', 't'});
    assertEquals("rot", read(disk.crash(CrashProfile.LOSE_ALL, 0).storage(), "f"));
    assertMessage(
        assertThrows(StorageException.class, () -> disk.overwrite("g", new byte[0])),
        "overwrite sim:/g: it does not exist");
    assertTrue(disk.fingerprint() != new SimulatedDisk().fingerprint());
  }
}
