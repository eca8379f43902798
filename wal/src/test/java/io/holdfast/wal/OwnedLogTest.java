package io.holdfast.wal;

import static io.holdfast.wal.storage.StorageFixture.assertMessage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.DamageException;
import io.holdfast.FencedException;
import io.holdfast.HoldfastException;
import io.holdfast.InUseException;
import io.holdfast.WrongApplicationException;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageFixture;
import io.holdfast.wal.storage.Storages;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedCrash;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log as a program of its own would use it: whose it is, who has it, what was lost. */
final class OwnedLogTest {
  private final SimulatedScheduler scheduler = new SimulatedScheduler(5, 1_700_000_000_000L);
  private final List<String> replayed = new ArrayList<>();

  private OwnedLog open(Storage storage) {
    replayed.clear();
    return OwnedLog.open(
        storage,
        "test",
        LogOptions.DEFAULT.withSegmentBytes(1024),
        scheduler,
        (segment, record) -> replayed.add(LogLife.text(record.payload())));
  }

  private CompletableFuture<Acknowledgement> append(OwnedLog log, String text) {
    CompletableFuture<Acknowledgement> append = log.log().append(LogLife.bytes(text));
    scheduler.runReady();
    return append;
  }

  @Test
  void recordsComeBackAndTheEpochRises(@TempDir Path directory) {
    Storage storage = Storages.open(directory.resolve("new/log").toString());
    try (OwnedLog log = open(storage)) {
      assertEquals(1, log.epoch());
      append(log, "one").join();
      append(log, "two").join();
    }
    try (OwnedLog log = open(storage)) {
      assertEquals(2, log.epoch());
      assertEquals(List.of("one", "two"), replayed);
      assertEquals(2, log.found().lastLsn());
      assertEquals(3, append(log, "three").join().handle().lsn());
    }
  }

  @Test
  void logInUseIsRefusedByName(@TempDir Path directory) {
    Storage storage = Storages.open(directory.toString());
    try (OwnedLog log = open(storage)) {
      assertMessage(
          assertThrows(InUseException.class, () -> open(storage)), "lock", "in use by test");
      append(log, "still there").join();
    }
  }

  @Test
  void newerOwnerFencesTheOlderWhereLocksDoNothing() {
    SimulatedDisk disk = new SimulatedDisk();
    disk.locksEnforced(false);
    OwnedLog older = open(disk.storage());
    append(older, "one").join();
    OwnedLog newer = open(disk.storage());
    Throwable error =
        assertThrows(CompletionException.class, append(older, "ghost")::join).getCause();
    assertTrue(error instanceof FencedException, error.toString());
    append(newer, "two").join();
    OwnedLog again = open(disk.storage());
    assertEquals(List.of("one", "two"), replayed);
    assertEquals(3, again.epoch());
  }

  @Test
  void whatIsNoLogOfItsOwnIsRefused(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("notes.txt"), "mine");
    Storage storage = Storages.open(directory.toString());
    assertMessage(
        assertThrows(ConfigurationException.class, () -> open(storage)),
        directory + " is not the directory of a log: it holds 'notes.txt'",
        "Choose an empty or new directory");
    assertEquals("mine", StorageFixture.read(storage, "notes.txt"));
    Path file = directory.resolve("notes.txt");
    assertMessage(
        assertThrows(StorageException.class, () -> Storages.open(file.toString())),
        file.toString(),
        "it is not a directory");
  }

  @Test
  void segmentsOfAnotherLogAndADamagedIdentityAreRefused(@TempDir Path directory)
      throws IOException {
    Storage mine = Storages.open(directory.resolve("mine").toString());
    Storage other = Storages.open(directory.resolve("other").toString());
    try (OwnedLog log = open(mine);
        OwnedLog foreign = open(other)) {
      append(log, "one").join();
      append(foreign, "two").join();
    }
    String segment = "segments/" + SegmentHeader.fileName(1);
    Files.delete(directory.resolve("mine/" + segment));
    Files.copy(directory.resolve("other/" + segment), directory.resolve("mine/" + segment));
    assertThrows(WrongApplicationException.class, () -> open(mine));
    Path identity = directory.resolve("mine/log.identity");
    Files.writeString(identity, Files.readString(identity).replace("id ", "id 0"));
    assertMessage(
        assertThrows(DamageException.class, () -> open(mine)), "log.identity", "checksum");
    Files.delete(identity);
    assertMessage(
        assertThrows(ConfigurationException.class, () -> open(mine)), "but no file 'log.identity'");
  }

  /** Each operation of the first opening, with a crash before it; then it is opened again. */
  @Test
  void openingMayEndAnywhereAndIsRepeated() {
    int operations = 0;
    for (boolean done = false; !done; operations++) {
      SimulatedDisk disk = new SimulatedDisk();
      long last = operations;
      disk.onOperation(
          new OperationObserver() {
            @Override
            public void before(StorageOperation operation) {
              if (operation.number() == last) {
                throw new SimulatedCrash("before " + operation);
              }
            }
          });
      done = opens(disk);
      for (CrashProfile profile : CrashProfile.values()) {
        SimulatedDisk crashed = disk.crash(profile, 3);
        crashed.releaseLocks();
        OwnedLog log = open(crashed.storage());
        append(log, "one").join();
      }
    }
    assertTrue(operations > 20, "an opening has more operations");
  }

  private boolean opens(SimulatedDisk disk) {
    try {
      OwnedLog unused = open(disk.storage());
      return true;
    } catch (SimulatedCrash e) {
      return false;
    } catch (HoldfastException e) {
      throw new AssertionError(e);
    }
  }
}
