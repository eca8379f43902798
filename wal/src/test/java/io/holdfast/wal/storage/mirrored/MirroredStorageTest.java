package io.holdfast.wal.storage.mirrored;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.InUseException;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageFixture;
import io.holdfast.wal.storage.StorageFullException;
import io.holdfast.wal.storage.StorageReader;
import io.holdfast.wal.storage.mirrored.MirrorOptions.WhenOneFails;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a mirror does with a side that fails, is damaged or comes back. */
final class MirroredStorageTest {
  private static final MirrorOptions STOP = MirrorOptions.DEFAULT.withBufferBytes(512);
  private static final MirrorOptions ALONE = STOP.withWhenOneFails(WhenOneFails.GO_ON_ALONE);

  private final SimulatedDisk first = new SimulatedDisk();
  private final SimulatedDisk second = new SimulatedDisk();
  private final List<MirrorStatus> heard = new ArrayList<>();

  private MirroredStorage open(MirrorOptions options) {
    return MirroredStorage.open(
        sideOf(first, "a"),
        sideOf(second, "b"),
        options.withListener(heard::add),
        new SimulatedScheduler(3, 1000));
  }

  private static Storage sideOf(SimulatedDisk disk, String root) {
    return disk.storage().directory(root);
  }

  private static void write(Storage storage, String path, String text) {
    try (Appender appender = storage.createExclusive(path)) {
      appender.write(StorageFixture.bytes(text));
      appender.force();
    }
    storage.forceDirectory("");
  }

  @Test
  void stopsWhenOneSideFails() {
    try (MirroredStorage mirror = open(STOP)) {
      Appender appender = mirror.createExclusive("f");
      appender.write(StorageFixture.bytes("x"));
      second.failWhen(operation -> operation.kind() == Kind.FORCE, Fault.IO_ERROR);
      StorageFixture.assertMessage(
          assertThrows(StorageException.class, appender::force),
          "mirror(sim:/a | sim:/b) has stopped, because sim:/b has failed: force sim:/b/f",
          "GO_ON_ALONE");
      second.clearFaults();
      assertThrows(StorageException.class, appender::force);
      StorageFixture.assertMessage(
          assertThrows(StorageException.class, () -> mirror.createDirectories("d")), "stopped");
      assertEquals(MirrorStatus.Mode.STOPPED, mirror.status().mode());
      assertEquals(MirrorStatus.Mode.STOPPED, heard.get(0).mode());
      assertEquals("sim:/b", heard.get(0).failed().orElseThrow().location());
    }
    try (MirroredStorage mirror = open(STOP)) {
      assertEquals("x", StorageFixture.read(mirror, "f"));
    }
  }

  @Test
  void fullSideKeepsItsKindOfError() {
    try (MirroredStorage mirror = open(STOP)) {
      Appender appender = mirror.createExclusive("f");
      second.failWhen(operation -> operation.kind() == Kind.WRITE, Fault.NO_SPACE);
      assertThrows(StorageFullException.class, () -> appender.write(StorageFixture.bytes("x")));
      assertThrows(StorageFullException.class, () -> mirror.createExclusive("g"));
    }
  }

  @Test
  void goesOnAloneAndHealsTheSideThatComesBack() {
    try (MirroredStorage mirror = open(ALONE)) {
      write(mirror, "before", "both have it");
      StorageReader reader = mirror.open("before");
      first.failWhen(operation -> true, Fault.IO_ERROR);
      write(mirror, "after", "the second has it");
      MirrorStatus status = mirror.status();
      assertEquals(MirrorStatus.Mode.ALONE, status.mode());
      assertEquals(3, status.generation());
      assertEquals("sim:/a", status.failed().orElseThrow().location());
      assertEquals(1000, status.failed().orElseThrow().sinceMillis());
      assertEquals(List.of(status), heard);
      assertEquals("the second has it", StorageFixture.read(mirror, "after"));
      // The failed side is not read any more, also not by who had opened it before.
      assertEquals(12, reader.length());
      assertEquals("sim:/b/before", reader.location());
    }
    first.clearFaults();
    assertFalse(sideOf(first, "a").exists("after"));
    try (MirroredStorage mirror = open(ALONE)) {
      assertEquals(MirrorStatus.Mode.BOTH, mirror.status().mode());
      assertEquals(4, mirror.status().generation());
      assertEquals("the second has it", StorageFixture.read(sideOf(first, "a"), "after"));
    }
  }

  @Test
  void refusalOfBothSidesIsNoFailure() {
    try (MirroredStorage mirror = open(ALONE)) {
      mirror.createDirectories("d/e");
      assertThrows(StorageException.class, () -> mirror.delete("d"));
      assertEquals(MirrorStatus.Mode.BOTH, mirror.status().mode());
    }
  }

  @Test
  void lostFileIsReadFromTheOtherSideAndHealed() {
    try (MirroredStorage mirror = open(STOP)) {
      write(mirror, "f", "text");
      sideOf(first, "a").delete("f");
      assertTrue(mirror.exists("f"));
      assertEquals("f", mirror.list("").get(0).name());
      assertEquals("text", StorageFixture.read(mirror, "f"));
      assertEquals(1, mirror.status().readsByTheOther());
      assertEquals(List.of("f"), mirror.scrub(Scrub.Progress.NONE).healed());
      assertEquals("text", StorageFixture.read(sideOf(first, "a"), "f"));
      assertThrows(FileMissingException.class, () -> mirror.open("g"));
    }
  }

  @Test
  void lostFileIsHealedByTheNextStart() {
    try (MirroredStorage mirror = open(STOP)) {
      write(mirror, "f", "text");
    }
    sideOf(second, "b").delete("f");
    try (MirroredStorage mirror = open(STOP)) {
      assertEquals(1, mirror.status().repairs());
    }
    assertEquals("text", StorageFixture.read(sideOf(second, "b"), "f"));
  }

  @Test
  void damagedCopyIsFoundThroughCopiesAndRepaired() {
    try (MirroredStorage mirror = open(STOP)) {
      mirror.createDirectories("d");
      write(mirror, "d/f", "right");
      first.overwrite("a/d/f", "wrong".getBytes(UTF_8));
      assertEquals(
          List.of(new ScrubReport.Difference("d/f", 0, 5, 5)),
          mirror.scrub(Scrub.Progress.NONE).undecided());
      try (StorageReader reader = mirror.open("d/f")) {
        assertEquals(
            List.of("sim:/a/d/f", "sim:/b/d/f"),
            reader.copies().stream().map(StorageReader::location).toList());
        assertEquals(1, mirror.repair("d/f", reader.copies().get(1)));
        assertEquals(0, mirror.repair("d/f", reader.copies().get(1)));
      }
      assertEquals("right", StorageFixture.read(sideOf(first, "a"), "d/f"));
      assertEquals("wrong", StorageFixture.read(sideOf(first, "a"), "mirror/quarantine/0/d/f"));
      assertTrue(mirror.scrub(Scrub.Progress.NONE).clean());
      assertEquals(1, mirror.status().repairs());
    }
  }

  @Test
  void fileThatIsWrittenIsNotRepaired() {
    try (MirroredStorage mirror = open(STOP);
        Appender appender = mirror.createExclusive("tmp")) {
      appender.write(StorageFixture.bytes("x"));
      mirror.publish("tmp", "f");
      try (StorageReader reader = mirror.open("f")) {
        StorageFixture.assertMessage(
            assertThrows(StorageException.class, () -> mirror.repair("f", reader)),
            "repair",
            "f",
            "being written");
      }
      assertEquals(List.of("f"), mirror.scrub(Scrub.Progress.NONE).skipped());
    }
  }

  @Test
  void shorterCopyIsReplacedByTheLonger() {
    try (MirroredStorage mirror = open(STOP)) {
      write(mirror, "f", "0123456789");
      second.overwrite("b/f", "0123".getBytes(UTF_8));
      assertEquals(List.of("f"), mirror.scrub(Scrub.Progress.NONE).healed());
      assertEquals("0123456789", StorageFixture.read(sideOf(second, "b"), "f"));
      assertFalse(sideOf(second, "b").exists("mirror/quarantine"));
    }
  }

  @Test
  void placesThatCannotMirrorEachOtherAreRefused() {
    Storage a = sideOf(first, "a");
    for (Storage other : List.of(sideOf(second, "a"), sideOf(second, "a/b"))) {
      SimulatedScheduler scheduler = new SimulatedScheduler(1, 0);
      StorageFixture.assertMessage(
          assertThrows(
              ConfigurationException.class, () -> MirroredStorage.open(a, other, STOP, scheduler)),
          "two places");
      assertThrows(
          ConfigurationException.class, () -> MirroredStorage.open(other, a, STOP, scheduler));
    }
    assertThrows(ConfigurationException.class, () -> STOP.withBufferBytes(511));
    assertThrows(ConfigurationException.class, () -> STOP.withBufferBytes((64 << 20) + 1));
  }

  @Test
  void mirrorIsOpenOnce() {
    MirroredStorage mirror = open(STOP);
    StorageFixture.assertMessage(
        assertThrows(InUseException.class, () -> open(STOP)), "mirror(sim:/a | sim:/b)");
    mirror.close();
    StorageFixture.assertMessage(
        assertThrows(StorageException.class, () -> mirror.createDirectories("d")), "is closed");
    open(STOP).close();
  }

  @Test
  void directoryOfTheMirrorItselfIsHidden() {
    try (MirroredStorage mirror = open(STOP)) {
      assertEquals(List.of(), mirror.list(""));
      assertThrows(ConfigurationException.class, () -> mirror.open("mirror/generation-1"));
      assertThrows(ConfigurationException.class, () -> mirror.deleteTree("mirror"));
      assertThrows(
          ConfigurationException.class, () -> mirror.directory("mirror").createDirectories(""));
    }
  }

  @Test
  void plainStorageBecomesAMirror() {
    sideOf(first, "a").createDirectories("d");
    write(sideOf(first, "a"), "f", "old");
    assertThrows(ConfigurationException.class, () -> open(STOP));
    try (MirroredStorage mirror = open(STOP.withAdoptPlainStorage(true))) {
      assertEquals("old", StorageFixture.read(mirror, "f"));
    }
    assertEquals("old", StorageFixture.read(sideOf(second, "b"), "f"));
    open(STOP).close();
  }

  @Test
  void contradictingBytesOfASideThatWasAwayAreKept() {
    try (MirroredStorage mirror = open(ALONE)) {
      write(mirror, "f", "text");
      second.failWhen(operation -> true, Fault.IO_ERROR);
      write(mirror, "g", "more");
    }
    second.clearFaults();
    second.overwrite("b/f", "TEXT".getBytes(UTF_8));
    open(ALONE).close();
    assertEquals("text", StorageFixture.read(sideOf(second, "b"), "f"));
    assertEquals("TEXT", StorageFixture.read(sideOf(second, "b"), "mirror/quarantine/0/f"));
  }
}
