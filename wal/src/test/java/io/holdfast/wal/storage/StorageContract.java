package io.holdfast.wal.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import io.holdfast.InUseException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link Storage} promises short of a crash. Every implementation inherits these tests. */
public abstract class StorageContract extends FileContract {
  @Test
  void createRefusesATakenName() {
    write("a", "first");
    storage().createDirectories("d");
    assertMessage(
        assertThrows(FileExistsException.class, () -> storage().createExclusive("a")),
        "create",
        "a",
        "the name is taken");
    assertThrows(FileExistsException.class, () -> storage().createExclusive("d"));
    assertEquals("first", read("a"));
  }

  @Test
  void createNeedsTheParent() {
    assertMessage(
        assertThrows(FileMissingException.class, () -> storage().createExclusive("no/a")),
        "create",
        "no/a",
        "does not exist");
  }

  @Test
  void openNamesTheMissingFile() {
    assertMessage(
        assertThrows(FileMissingException.class, () -> storage().open("no")),
        "open",
        "no",
        "does not exist");
    storage().createDirectories("d");
    assertMessage(
        assertThrows(StorageException.class, () -> storage().open("d")),
        "open",
        "d",
        "it is a directory");
  }

  @Test
  void listIsSortedAndTellsFilesFromDirectories() {
    write("b", "12345");
    write("a", "");
    storage().createDirectories("c/d");
    assertEquals(
        List.of(
            new FileStatus("a", false, 0),
            new FileStatus("b", false, 5),
            new FileStatus("c", true, 0)),
        storage().list(""));
    assertEquals(List.of(new FileStatus("d", true, 0)), storage().list("c"));
    assertEquals(List.of(), storage().list("absent"));
    assertMessage(
        assertThrows(StorageException.class, () -> storage().list("a")),
        "list",
        "a",
        "it is not a directory");
  }

  @Test
  void existsKnowsFilesAndDirectories() {
    write("a", "");
    storage().createDirectories("d/e");
    assertTrue(storage().exists(""));
    assertTrue(storage().exists("a"));
    assertTrue(storage().exists("d/e"));
    assertFalse(storage().exists("d/x"));
    assertFalse(storage().exists("a/x"));
  }

  @Test
  void createDirectoriesMakesParentsAndMayBeRepeated() {
    storage().createDirectories("a/b/c");
    storage().createDirectories("a/b/c");
    storage().createDirectories("a/b/d");
    assertEquals(2, storage().list("a/b").size());
    write("a/f", "");
    assertMessage(
        assertThrows(FileExistsException.class, () -> storage().createDirectories("a/f")),
        "create directory",
        "a/f",
        "the name is taken");
  }

  @Test
  void createDirectoryMakesOneAndMayBeRepeated() {
    storage().createDirectories("a");
    storage().createDirectory("a/b");
    storage().createDirectory("a/b");
    write("a/b/f", "x");
    storage().createDirectory("a/b");
    assertEquals("x", read("a/b/f"));
    assertThrows(FileExistsException.class, () -> storage().createDirectory("a/b/f"));
    storage().publish("a/b", "c");
    storage().forceDirectory("");
    assertEquals("x", read("c/f"));
    assertFalse(storage().exists("a/b"));
  }

  @Test
  void publishMovesAFile() {
    storage().createDirectories("d");
    write("tmp", "content");
    storage().publish("tmp", "d/final");
    assertFalse(storage().exists("tmp"));
    assertEquals("content", read("d/final"));
  }

  @Test
  void publishMovesADirectoryWithAllInIt() {
    storage().createDirectories("tmp/sub");
    write("tmp/sub/a", "content");
    storage().publish("tmp", "final");
    assertFalse(storage().exists("tmp"));
    assertEquals("content", read("final/sub/a"));
  }

  @Test
  void publishRefusesATakenName() {
    write("tmp", "new");
    write("final", "old");
    storage().createDirectories("dir");
    storage().createDirectories("empty");
    storage().createDirectories("full/x");
    assertMessage(
        assertThrows(FileExistsException.class, () -> storage().publish("tmp", "final")),
        "publish",
        "tmp",
        "final",
        "taken");
    assertThrows(FileExistsException.class, () -> storage().publish("tmp", "empty"));
    assertThrows(FileExistsException.class, () -> storage().publish("dir", "final"));
    assertThrows(FileExistsException.class, () -> storage().publish("dir", "empty"));
    assertThrows(FileExistsException.class, () -> storage().publish("dir", "full"));
    assertEquals("new", read("tmp"));
    assertEquals("old", read("final"));
  }

  @Test
  void publishNeedsTheOldNameAndTheNewParent() {
    assertMessage(
        assertThrows(FileMissingException.class, () -> storage().publish("no", "final")),
        "publish",
        "no",
        "does not exist");
    write("tmp", "");
    assertMessage(
        assertThrows(FileMissingException.class, () -> storage().publish("tmp", "absent/final")),
        "publish",
        "absent",
        "does not exist");
    assertTrue(storage().exists("tmp"));
  }

  @Test
  void deleteTakesFilesAndEmptyDirectoriesAndWhatIsNotThere() {
    write("a", "");
    storage().createDirectories("d/e");
    storage().delete("a");
    storage().delete("a");
    storage().delete("no/such");
    storage().delete("d/e");
    assertMessage(
        assertThrows(StorageException.class, this::deleteFullDirectory),
        "delete",
        "full",
        "not empty");
    assertEquals(List.of("d", "full"), storage().list("").stream().map(FileStatus::name).toList());
  }

  private void deleteFullDirectory() {
    storage().createDirectories("full/x");
    storage().delete("full");
  }

  @Test
  void deleteTreeTakesAll() {
    storage().createDirectories("d/e/f");
    write("d/a", "");
    write("d/e/f/b", "");
    storage().deleteTree("d");
    storage().deleteTree("d");
    assertEquals(List.of(), storage().list(""));
  }

  @Test
  void forceDirectoryNeedsADirectory() {
    storage().forceDirectory("");
    write("a", "");
    assertMessage(
        assertThrows(FileMissingException.class, () -> storage().forceDirectory("no")),
        "force directory",
        "no",
        "does not exist");
    assertMessage(
        assertThrows(StorageException.class, () -> storage().forceDirectory("a")),
        "force directory",
        "a",
        "it is not a directory");
  }

  @Test
  void lockIsExclusiveAndSaysWhoHoldsIt() {
    Storage other = sameStorageAgain();
    Storage.Lock lock = storage().lock("LOCK");
    assertMessage(
        assertThrows(InUseException.class, () -> other.lock("LOCK")), "LOCK", "in use by");
    lock.describe("pid 123 on host x since yesterday");
    lock.describe("pid 123 on host x");
    InUseException refused = assertThrows(InUseException.class, () -> other.lock("LOCK"));
    assertMessage(refused, "lock", "LOCK", "in use by pid 123 on host x");
    assertFalse(refused.getMessage().contains("since"), refused.getMessage());
    assertEquals(ExitCode.IN_USE, refused.exitCode());
    LockLook held = other.lookAtLock("LOCK");
    assertNotEquals(LockLook.Answer.FREE, held.answer());
    if (held.answer() == LockLook.Answer.HELD) {
      assertEquals(refused.getMessage(), held.words());
    }
    lock.close();
    assertNotEquals(LockLook.Answer.HELD, other.lookAtLock("LOCK").answer());
    assertNotEquals(LockLook.Answer.HELD, other.lookAtLock("NEVER_TAKEN").answer());
    lock.close();
    try (Storage.Lock next = other.lock("LOCK")) {
      assertMessage(assertThrows(InUseException.class, () -> storage().lock("LOCK")), "in use by");
      assertEquals("", read("LOCK"));
      next.describe("somebody else");
      assertEquals("somebody else", read("LOCK"));
    }
  }

  @Test
  void lockSurvivesRefusalsAndReaders() {
    Storage other = sameStorageAgain();
    try (Storage.Lock lock = storage().lock("LOCK")) {
      lock.describe("me");
      assertThrows(InUseException.class, () -> other.lock("LOCK"));
      assertEquals("me", read("LOCK"));
      assertThrows(InUseException.class, () -> other.lock("LOCK"));
    }
    other.lock("LOCK").close();
  }

  @Test
  void lockNeedsTheParent() {
    assertMessage(
        assertThrows(FileMissingException.class, () -> storage().lock("no/LOCK")),
        "lock",
        "no",
        "does not exist");
  }

  @Test
  void locksOfDifferentNamesDoNotDisturbEachOther() {
    storage().createDirectories("d");
    try (Storage.Lock one = storage().lock("LOCK");
        Storage.Lock two = storage().lock("d/LOCK")) {
      one.describe("one");
      two.describe("two");
      assertEquals("two", read("d/LOCK"));
    }
  }

  @Test
  void viewSharesFilesAndLocks() {
    Storage view = storage().directory("d/e");
    assertEquals(List.of(), view.list(""));
    assertFalse(view.exists(""));
    assertThrows(FileMissingException.class, () -> view.createExclusive("a"));
    view.createDirectories("");
    try (Appender appender = view.createExclusive("a")) {
      appender.write(bytes("x"));
    }
    assertEquals("x", read("d/e/a"));
    assertTrue(view.location().endsWith("d/e"), view.location());
    try (Storage.Lock lock = view.lock("LOCK")) {
      lock.describe("view");
      assertThrows(InUseException.class, () -> storage().lock("d/e/LOCK"));
    }
    view.close();
    assertTrue(storage().exists("d/e/a"));
    assertTrue(view.directory("f").location().endsWith("d/e/f"));
  }

  @Test
  void malformedPathsAreRefused() {
    for (String path :
        List.of("/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a/.", "a\\b", "a\0b")) {
      assertMessage(
          assertThrows(IllegalArgumentException.class, () -> storage().exists(path), path),
          "is not a storage path");
      assertThrows(IllegalArgumentException.class, () -> storage().createExclusive(path), path);
      assertThrows(IllegalArgumentException.class, () -> storage().publish("a", path), path);
      assertThrows(IllegalArgumentException.class, () -> storage().directory(path), path);
    }
    assertThrows(IllegalArgumentException.class, () -> storage().delete(""));
    for (String path : List.of("...", ".a", "..a", "a.b", "a..b/c")) {
      assertFalse(storage().exists(path));
    }
  }

  @Test
  void roomIsPositive() {
    assertTrue(storage().usableBytes() > 0);
    assertTrue(storage().directory("absent").usableBytes() > 0);
  }

  @Test
  void probeHoldsAndLeavesNothingBehind() {
    write("a", "mine");
    storage().createDirectories("d/" + StorageProbe.PROBE + "/left/by/a/killed/one");
    storage().probe("");
    storage().probe("d");
    storage().probe("new/one");
    assertEquals(
        List.of("a", "d", "new"), storage().list("").stream().map(FileStatus::name).toList());
    assertEquals(List.of(), storage().list("d"));
    assertEquals(List.of(), storage().list("new/one"));
    assertEquals("mine", read("a"));
  }

  @Test
  void takeOverLeavesClosedFilesAlone() {
    storage().takeOver("absent");
    storage().createDirectories("d/e");
    write("d/a", "whole");
    storage().takeOver("d");
    assertEquals("whole", read("d/a"));
  }
}
