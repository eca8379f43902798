package io.holdfast.wal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.LogLife.Found;
import io.holdfast.wal.WriteAheadLog.Writer;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import io.holdfast.wal.storage.mirrored.MirroredStorage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Bytes that have gone bad in one copy are read from the other, frame by frame, and mended. */
final class MirroredRotTest {
  private static final int RECORDS = 12;

  private final SimulatedDisk first = new SimulatedDisk();
  private final SimulatedDisk second = new SimulatedDisk();
  private final SimulatedScheduler scheduler = new SimulatedScheduler(3, 0);
  private final List<String> written = new ArrayList<>();
  private final List<LogHandle> handles = new ArrayList<>();

  private MirroredStorage mirror() {
    return MirroredStorage.open(
        MirroredLogLife.sideOf(first, true),
        MirroredLogLife.sideOf(second, false),
        MirroredLogLife.STOP,
        scheduler);
  }

  private void write(Storage storage) {
    WriteAheadLog log =
        WriteAheadLog.start(
            storage,
            LogLife.recover(storage, 0).scan(),
            new Writer("log", 1, Fence.NONE),
            LogLife.SMALL.withSegmentBytes(2048),
            scheduler);
    for (int i = 0; i < RECORDS; i++) {
      written.add("record " + i + "x".repeat(200));
      CompletableFuture<Acknowledgement> append = log.append(LogLife.bytes(written.get(i)));
      scheduler.runReady();
      handles.add(append.join().handle());
    }
    log.close();
  }

  private void flip(SimulatedDisk disk, boolean isFirst, LogHandle record) {
    String path = LogLife.path(record.segment());
    byte[] bytes = bytes(MirroredLogLife.sideOf(disk, isFirst), path);
    bytes[(int) record.offset() + FrameLayout.HEADER_BYTES + 5] ^= 0x21;
    disk.overwrite((isFirst ? "a/" : "b/") + path, bytes);
  }

  private static byte[] bytes(Storage side, String path) {
    try (StorageReader reader = side.open(path)) {
      byte[] bytes = new byte[(int) reader.length()];
      reader.read(0, ByteBuffer.wrap(bytes));
      return bytes;
    }
  }

  @Test
  void differentFramesOfOneSegmentAreBadInTheTwoCopies() {
    try (MirroredStorage mirror = mirror()) {
      write(mirror);
    }
    LogHandle one = handles.get(1);
    LogHandle other = handles.get(3);
    assertEquals(one.segment(), other.segment());
    flip(first, true, one);
    flip(second, false, other);
    assertFalse(LogLife.scan(MirroredLogLife.sideOf(first, true), 0).sound());
    assertFalse(LogLife.scan(MirroredLogLife.sideOf(second, false), 0).sound());
    try (MirroredStorage mirror = mirror()) {
      assertEquals(written, LogLife.scan(mirror, 0).texts(), "looking changes nothing");
      assertFalse(LogLife.scan(MirroredLogLife.sideOf(first, true), 0).sound());
      try (RecordReader reader = new RecordReader(mirror, LogLife.DIRECTORY, LogLife.ID)) {
        assertEquals(written.get(1), LogLife.text(reader.read(one)));
        assertEquals(written.get(3), LogLife.text(reader.read(other)));
      }
      Found recovered = LogLife.recover(mirror, 0);
      assertTrue(recovered.sound());
      assertEquals(written, recovered.texts());
    }
    Found left = LogLife.scan(MirroredLogLife.sideOf(first, true), 0);
    Found right = LogLife.scan(MirroredLogLife.sideOf(second, false), 0);
    assertEquals(written, left.texts());
    assertEquals(written, right.texts());
    assertTrue(left.sound() && right.sound());
    String path = LogLife.path(one.segment());
    assertArrayEquals(
        bytes(MirroredLogLife.sideOf(first, true), path),
        bytes(MirroredLogLife.sideOf(second, false), path));
  }

  @Test
  void sameFrameIsBadInBothCopies() {
    try (MirroredStorage mirror = mirror()) {
      write(mirror);
    }
    flip(first, true, handles.get(2));
    flip(second, false, handles.get(2));
    try (MirroredStorage mirror = mirror()) {
      Found found = LogLife.recover(mirror, 0);
      assertFalse(found.sound());
      assertTrue(found.verdicts().contains(Verdict.DAMAGED));
    }
  }

  @Test
  void headerThatIsBadInOneCopyIsReadFromTheOther() {
    try (MirroredStorage mirror = mirror()) {
      write(mirror);
    }
    byte[] header = bytes(MirroredLogLife.sideOf(first, true), LogLife.path(1));
    header[60] ^= 1;
    first.overwrite("a/" + LogLife.path(1), header);
    try (MirroredStorage mirror = mirror()) {
      Found found = LogLife.recover(mirror, 0);
      assertTrue(found.sound(), () -> found.scan().segments().toString());
      assertEquals(written, found.texts());
    }
    assertTrue(LogLife.scan(MirroredLogLife.sideOf(first, true), 0).sound(), "it was mended");
  }
}
