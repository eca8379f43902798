package io.holdfast.wal;

import static io.holdfast.wal.storage.StorageFixture.assertMessage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.NewerFormatException;
import io.holdfast.NotReplayableException;
import io.holdfast.WrongApplicationException;
import io.holdfast.wal.LogLife.Found;
import io.holdfast.wal.WriteAheadLog.Writer;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.simulated.CrashProfile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Which files are the log: missing, foreign, newer, renamed and superseded segments. */
final class SegmentChainTest {
  private final LogLife life = new LogLife();

  private WriteAheadLog segments(int count) {
    WriteAheadLog log = life.start(1);
    for (int i = 1; i <= count; i++) {
      life.append(log, "record " + i + "x".repeat(320));
    }
    assertEquals(count, sequences().size());
    return log;
  }

  @Test
  void missingSegmentInTheMiddleIsAGap() {
    segments(5);
    life.storage.delete(LogLife.path(3));
    Found found = life.scan();
    assertEquals(
        List.of(Verdict.GAP, Verdict.GAP, Verdict.CLEAN, Verdict.OPEN_TAIL), found.verdicts());
    assertMessage(
        assertThrows(NotReplayableException.class, found.scan()::requireSound),
        SegmentHeader.fileName(4) + " continues " + SegmentHeader.fileName(3),
        "which is missing although the older " + SegmentHeader.fileName(1) + " is there");
    assertThrows(NotReplayableException.class, () -> life.start(2));
  }

  @Test
  void missingNewestSegmentIsNoticedByWhoKnowsOfIt() {
    segments(3);
    life.storage.delete(LogLife.path(3));
    assertMessage(
        assertThrows(NotReplayableException.class, life.scan(2).scan()::requireSound),
        "LSN 3 to 3 were durable behind it (tail.mark says so)");
    life.storage.delete(LogLife.DIRECTORY + "/" + TailMark.FILE_NAME);
    assertTrue(life.scan(2).sound());
    assertMessage(
        assertThrows(NotReplayableException.class, life.scan(3).scan()::requireSound),
        LogLife.path(2),
        "the writer sealed this file, but LSN 3 to 3 were durable behind it",
        "Segment files are missing; put them back");
  }

  @Test
  void missingOldestSegmentsLookReleased() {
    segments(4);
    life.storage.delete(LogLife.path(1));
    Found found = life.scan(4);
    assertTrue(found.sound());
    assertEquals(2, found.scan().firstLsn(), "the caller compares it with what it needs");
  }

  /** Deletions are not ordered by the disk: whatever subset of them survives, the log is sound. */
  @Test
  void crashAfterAReleaseLeavesASoundLog() {
    WriteAheadLog log = segments(6);
    assertEquals(3, log.release(4));
    assertEquals(1, log.release(5));
    for (long seed = 0; seed < 64; seed++) {
      Found found = new LogLife(life.disk.crash(CrashProfile.ADVERSARIAL, seed)).scan(6);
      found.scan().requireSound();
      assertTrue(found.scan().firstLsn() <= 5);
    }
  }

  @Test
  void segmentOfAnotherLogIsRefused() {
    segments(2);
    LogScan other =
        LogScanner.scan(
            life.storage, "other", LogId.of(LogLife.APPLICATION, "other"), 0, (s, frame) -> {});
    WriteAheadLog.start(
        life.storage, other, new Writer("other", 1, Fence.NONE), LogLife.SMALL, life.scheduler);
    life.storage.publish("other/" + SegmentHeader.fileName(1), LogLife.path(3));
    Found found = life.scan();
    assertEquals(List.of(Verdict.CLEAN, Verdict.OPEN_TAIL, Verdict.FOREIGN), found.verdicts());
    assertMessage(
        assertThrows(WrongApplicationException.class, found.scan()::requireSound),
        LogLife.path(3) + " belongs to log " + LogId.of(LogLife.APPLICATION, "other"),
        "not to " + LogLife.ID,
        "move it back");
  }

  @Test
  void logIdentityFollowsFromApplicationAndName() {
    assertEquals(LogLife.ID, LogId.of(LogLife.APPLICATION, "journal"));
    assertFalse(LogLife.ID.equals(LogId.of(LogLife.APPLICATION, "data/lines")));
    assertFalse(LogLife.ID.equals(LogId.of(new UUID(1, 2), "journal")));
  }

  @Test
  void newerMajorVersionAndUnknownFeaturesAreNotDamage() {
    segments(1);
    byte[] version = life.segment(1);
    version[8] = 2;
    version[10] = 7;
    life.disk.overwrite(LogLife.path(1), sealedHeader(version));
    assertMessage(
        assertThrows(NewerFormatException.class, life.scan().scan()::requireSound),
        LogLife.path(1) + " has log format 2.7; this version reads up to 1.0",
        "Use the version of Holdfast that wrote it");
    version[8] = 1;
    life.disk.overwrite(LogLife.path(1), sealedHeader(version));
    assertTrue(life.scan().sound(), "a minor version may be newer");
    version[16] = 1;
    life.disk.overwrite(LogLife.path(1), sealedHeader(version));
    assertThrows(NewerFormatException.class, life.scan().scan()::requireSound);
  }

  @Test
  void unknownFramesAreSkippedOnlyIfTheySaySo() {
    WriteAheadLog log = life.start(1);
    life.append(log, "one");
    byte[] before = life.segment(1);
    SegmentHeader header = SegmentHeader.decode(ByteBuffer.wrap(before), LogLife.ID, "segment");
    for (int type : new int[] {4, 127, 128, 255}) {
      ByteBuffer frame = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
      int previous = ByteBuffer.wrap(before).order(ByteOrder.LITTLE_ENDIAN).getInt(128 + 4);
      new FrameLayout(LogLife.ID, header.sequence())
          .encode(
              frame,
              before.length,
              new FrameLayout.FrameHeader((byte) type, 0, 1, 1, previous, 0, 0));
      byte[] with = ByteBuffer.allocate(before.length + 40).put(before).put(frame.flip()).array();
      life.disk.overwrite(LogLife.path(1), with);
      assertEquals(type >= 128, life.scan().sound(), "type " + type);
      if (type < 128) {
        assertMessage(
            assertThrows(NewerFormatException.class, life.scan().scan()::requireSound),
            "offset " + before.length + ": frame type " + type + " was written by a newer version");
      }
    }
  }

  @Test
  void segmentUnderAWrongNameIsRefused() {
    segments(3);
    byte[] copy = life.segment(1);
    life.disk.overwrite(LogLife.path(3), copy);
    assertMessage(
        assertThrows(DamageException.class, life.scan().scan()::requireSound),
        LogLife.path(3),
        "is segment 1");
  }

  @Test
  void namesThatAreNoSegmentsAreLeftAlone() {
    segments(1);
    for (String name :
        List.of("segment-99999999999999999999.hfw", "segment-1.hfw", "notes.txt", "x.tmp")) {
      try (Appender file = life.storage.createExclusive(LogLife.DIRECTORY + "/" + name)) {
        file.write(LogLife.bytes("anything"));
      }
    }
    assertEquals(List.of(Verdict.OPEN_TAIL), life.scan().verdicts());
    life.start(2);
    assertTrue(life.scan().sound());
    assertFalse(life.storage.exists(LogLife.DIRECTORY + "/x.tmp"), "temporary files are swept");
    assertTrue(life.storage.exists(LogLife.DIRECTORY + "/notes.txt"));
  }

  @Test
  void segmentThatAnOlderEpochMadeTooLateIsSuperseded() {
    life.append(life.start(1), "one");
    LogScan.End end = life.scan().scan().end();
    WriteAheadLog log = life.start(2);
    String large = "x".repeat(400);
    // As writers did that did not ask whose the segment is that has the number of their next one.
    SegmentHeader late =
        new SegmentHeader(LogLife.ID, 1, 3, 2, end.predecessor(), 1, LogLife.START_MILLIS);
    byte[] record = large.getBytes(StandardCharsets.UTF_8);
    SegmentWriter.create(life.storage, LogLife.DIRECTORY, late, List.of(record), 1024).close();
    assertEquals(
        List.of(Verdict.CLEAN, Verdict.OPEN_TAIL, Verdict.SUPERSEDED), life.scan().verdicts());
    life.append(log, "two");
    life.append(log, large);
    assertTrue(life.storage.exists(LogLife.path(4)));
    Found found = life.scan(3);
    assertEquals(
        List.of(Verdict.CLEAN, Verdict.CLEAN, Verdict.SUPERSEDED, Verdict.OPEN_TAIL),
        found.verdicts());
    assertEquals(List.of("one", "two", large), found.texts());
    assertMessage(
        new IllegalStateException(found.scan().segments().get(2).explanation()),
        "was written by epoch 1 after a newer epoch had taken over");
    assertEquals(2, log.release(3));
    assertEquals(List.of(3L, 4L), sequences());
    life.append(log, large);
    assertEquals(1, log.release(4));
    assertEquals(List.of(5L), sequences(), "the superseded one goes with the one behind it");
    assertTrue(life.scan(4).sound());
  }

  @Test
  void damagedHeaderInTheMiddleIsNamed() {
    segments(3);
    byte[] bytes = life.segment(2);
    bytes[60] ^= 4;
    life.disk.overwrite(LogLife.path(2), bytes);
    Found found = life.scan();
    assertEquals(List.of(Verdict.CLEAN, Verdict.DAMAGED, Verdict.OPEN_TAIL), found.verdicts());
    assertMessage(
        assertThrows(DamageException.class, found.scan()::requireSound),
        LogLife.path(2) + " offset 0: the segment header does not match its checksum");
  }

  private List<Long> sequences() {
    return life.storage.list(LogLife.DIRECTORY).stream()
        .map(FileStatus::name)
        .filter(SegmentHeader::isSegmentName)
        .map(SegmentHeader::sequenceOf)
        .toList();
  }

  private static byte[] sealedHeader(byte[] segment) {
    CRC32C crc = new CRC32C();
    crc.update(segment, 0, 124);
    ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN).putInt(124, (int) crc.getValue());
    return segment;
  }
}
