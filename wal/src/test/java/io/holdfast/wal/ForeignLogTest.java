package io.holdfast.wal;

import static io.holdfast.wal.LogLife.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.NotReplayableException;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.SimulatedCrash;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log of another process is read by handles, and goes when nobody needs it. */
final class ForeignLogTest {
  private final LogLife life = new LogLife();
  private final List<LogHandle> handles = new ArrayList<>();

  private ForeignLog foreign(LogLife of) {
    return new ForeignLog(of.storage, LogLife.DIRECTORY, LogLife.ID);
  }

  /** Five segments, each with one record. */
  private WriteAheadLog written() {
    WriteAheadLog log = life.start(1);
    for (int i = 1; i <= 5; i++) {
      handles.addAll(life.append(log, "record " + i + "x".repeat(300)));
    }
    return log;
  }

  private long segments() {
    return life.storage.list(LogLife.DIRECTORY).stream()
        .filter(file -> SegmentHeader.isSegmentName(file.name()))
        .count();
  }

  @Test
  void recordsAreReadWhileTheirWriterIsAtWork() {
    WriteAheadLog log = written();
    try (ForeignLog foreign = foreign(life)) {
      assertEquals("record 2", text(foreign.read(handles.get(1))).substring(0, 8));
      LogHandle added = life.append(log, "added").get(0);
      assertEquals("added", text(foreign.read(added)));
    }
  }

  @Test
  void releaseKeepsWhatIsNeeded() {
    WriteAheadLog log = written();
    try (ForeignLog foreign = foreign(life)) {
      assertEquals(0, foreign.release(1));
      assertEquals(2, foreign.release(3));
      assertEquals(0, foreign.release(3));
      assertEquals("record 3", text(foreign.read(handles.get(2))).substring(0, 8));
      assertEquals(3, life.scan().scan().firstLsn());
      assertTrue(life.scan().sound());
      life.append(log, "the writer goes on");
    }
  }

  @Test
  void lastSegmentStays() {
    written();
    try (ForeignLog foreign = foreign(life)) {
      assertEquals(4, foreign.release(Long.MAX_VALUE));
      assertEquals(1, segments());
      assertEquals("record 5", text(foreign.read(handles.get(4))).substring(0, 8));
      assertTrue(life.scan(5).sound());
    }
  }

  @Test
  void recordsOfAReleasedSegmentAreMissed() {
    written();
    try (ForeignLog foreign = foreign(life)) {
      assertEquals("record 1", text(foreign.read(handles.get(0))).substring(0, 8));
      foreign.release(2);
      NotReplayableException error =
          assertThrows(NotReplayableException.class, () -> foreign.read(handles.get(0)));
      assertTrue(error.getMessage().contains(LogLife.path(1) + " is missing"), error::getMessage);
    }
  }

  @Test
  void damagedRecordIsRefused() {
    written();
    byte[] bytes = life.segment(2);
    bytes[(int) handles.get(1).offset() + FrameLayout.HEADER_BYTES] ^= 1;
    life.disk.overwrite(LogLife.path(2), bytes);
    try (ForeignLog foreign = foreign(life)) {
      DamageException error =
          assertThrows(DamageException.class, () -> foreign.read(handles.get(1)));
      assertTrue(error.getMessage().contains("fails its checksum (LSN 2"), error::getMessage);
      assertEquals("record 3", text(foreign.read(handles.get(2))).substring(0, 8));
    }
  }

  @Test
  void deletedLogIsGone() {
    written().close();
    try (ForeignLog foreign = foreign(life)) {
      assertEquals("record 1", text(foreign.read(handles.get(0))).substring(0, 8));
      foreign.delete();
      assertFalse(life.storage.exists(LogLife.DIRECTORY));
      assertThrows(NotReplayableException.class, () -> foreign.read(handles.get(0)));
      foreign.delete();
    }
  }

  /** Checkpoints still say how far it was durable, so half of it must not look like damage. */
  @Test
  void crashWhileItIsDeletedLeavesASoundEndOrNoSegment() {
    written().close();
    for (int operations = 0; ; operations++) {
      LogLife crashed = new LogLife(life.disk.fork());
      int[] left = {operations};
      crashed.crashBefore(op -> isDeletion(op) && left[0]-- == 0);
      boolean done = deletes(crashed);
      LogLife after = new LogLife(crashed.disk.crash(CrashProfile.KILL, operations));
      LogLife.Found found = after.scan();
      assertTrue(found.sound(), () -> "" + found.verdicts());
      assertTrue(found.scan().lastLsn() == 5 || found.scan().segments().isEmpty());
      if (done) {
        assertEquals(7, operations, "five segments, the mark and the directory are deleted");
        return;
      }
    }
  }

  private static boolean isDeletion(StorageOperation operation) {
    return operation.kind() == StorageOperation.Kind.DELETE;
  }

  private boolean deletes(LogLife of) {
    try {
      foreign(of).delete();
      return true;
    } catch (SimulatedCrash e) {
      return false;
    }
  }
}
