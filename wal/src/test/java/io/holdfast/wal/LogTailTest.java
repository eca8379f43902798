package io.holdfast.wal;

import static io.holdfast.wal.storage.StorageFixture.assertMessage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.NotReplayableException;
import io.holdfast.wal.LogLife.Found;
import io.holdfast.wal.WriteAheadLog.Writer;
import io.holdfast.wal.storage.StorageFixture;
import io.holdfast.wal.storage.simulated.CrashProfile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is known of the end of a log, from what, and what a new writer makes of it. */
final class LogTailTest {
  private final LogLife life = new LogLife();

  @Test
  void unprovenRecordsAreWrittenAgainUnderTheirNumbers() {
    WriteAheadLog log = life.start(1);
    life.append(log, "one", "two");
    LogLife next = life.killedBeforeForce(log, "three", "four");
    Found before = next.scan();
    assertEquals(2, before.scan().unprovenRecords());
    WriteAheadLog restarted = next.start(2);
    assertEquals(4, restarted.durableLsn());
    Found after = next.scan();
    assertEquals(before.records(), after.records());
    assertEquals(0, after.scan().unprovenRecords());
    assertEquals(List.of(Verdict.CLEAN, Verdict.OPEN_TAIL), after.verdicts());
    assertEquals(2, after.scan().segments().get(1).records());
    assertEquals(3, after.scan().segments().get(1).header().firstLsn());
    // Durable when the start returned: what nobody forced may go now.
    Found lost = new LogLife(next.disk.crash(CrashProfile.LOSE_ALL, 0)).scan();
    assertEquals(before.records(), lost.records());
    assertEquals(5, next.append(restarted, "five").get(0).lsn());
  }

  @Test
  void recordsThatAreProvenElsewhereAreNotWrittenAgain() {
    life.append(life.start(1), "one", "two", "three");
    assertEquals(0, life.scan().scan().unprovenRecords(), "the tail mark proves all of them");
    life.forgetTailMark();
    LogScan scan = life.scan(2).scan();
    assertEquals(1, scan.unprovenRecords());
    WriteAheadLog.start(
        life.storage, scan, new Writer("log", 2, Fence.NONE), LogLife.SMALL, life.scheduler);
    Found found = life.scan();
    assertEquals(List.of("one", "two", "three"), found.texts());
    assertEquals(3, found.scan().segments().get(1).header().firstLsn());
  }

  @Test
  void scanningTwiceIsLikeOnceAndTouchesNothing() {
    WriteAheadLog log = life.start(1);
    life.append(log, "one", "x".repeat(400), "two");
    LogLife next = life.killedBeforeForce(log, "three");
    long before = next.disk.fingerprint();
    Found once = next.scan();
    Found twice = next.scan();
    assertEquals(once.records(), twice.records());
    assertEquals(once.scan().segments(), twice.scan().segments());
    assertEquals(once.scan().end().predecessor(), twice.scan().end().predecessor());
    assertEquals(once.scan().unprovenRecords(), twice.scan().unprovenRecords());
    assertEquals(before, next.disk.fingerprint());
    assertEquals(0, next.disk.operations());
  }

  @Test
  void manyStartsWithoutAnAppendChangeNothing() {
    WriteAheadLog log = life.start(1);
    life.append(log, "one", "two");
    LogLife next = life.killedBeforeForce(log, "three");
    for (long epoch = 2; epoch < 8; epoch++) {
      next.start(epoch);
      assertEquals(List.of("one", "two", "three"), next.scan().texts());
      assertTrue(next.scan().sound());
    }
  }

  @Test
  void tornTailIsCutWhereTheLastWholeFrameEnds() {
    WriteAheadLog log = life.start(1);
    life.append(log, "one");
    int acknowledged = life.segment(1).length;
    LogLife next = life.killedBeforeForce(log, "two", "three");
    byte[] torn = Arrays.copyOf(next.segment(1), next.segment(1).length - 1);
    next.disk.overwrite(LogLife.path(1), torn);
    Found found = next.scan();
    SegmentReport report = found.scan().requireSound().segments().get(0);
    assertEquals(Verdict.TORN_TAIL, report.verdict());
    assertEquals(acknowledged + 48, report.validBytes());
    assertMessage(
        new IllegalStateException(report.explanation()),
        "sim:/" + LogLife.path(1) + " offset " + (acknowledged + 48),
        "the segment ends inside the frame",
        "nothing proves LSN 3 durable (highest proof: LSN 1)");
    next.start(2);
    assertEquals(List.of("one", "two"), next.scan().texts());
    assertEquals(torn.length, next.segment(1).length, "a torn segment is never written again");
  }

  /** The same spoilt frame of the last acknowledged group, with and without evidence. */
  @Test
  void lastGroupIsProvenByTheTailMarkAMarkAFrameASealOrSomebodyElse() {
    requireVerdict(Verdict.TORN_TAIL, 0, written -> written.life.forgetTailMark());
    requireVerdict(Verdict.DAMAGED, 0, written -> {});
    requireVerdict(Verdict.DAMAGED, 2, written -> written.life.forgetTailMark());
    requireVerdict(Verdict.TORN_TAIL, 1, written -> written.life.forgetTailMark());
    requireVerdict(
        Verdict.DAMAGED,
        0,
        written -> {
          written.life.scheduler.runUntilIdle();
          written.life.forgetTailMark();
        });
    requireVerdict(
        Verdict.DAMAGED,
        0,
        written -> {
          written.life.append(written.log, "three");
          written.life.forgetTailMark();
        });
    requireVerdict(
        Verdict.DAMAGED,
        0,
        written -> {
          written.life.seal(written.log);
          written.life.forgetTailMark();
        });
  }

  private record Written(LogLife life, WriteAheadLog log) {}

  private interface Step {
    void take(Written written);
  }

  private static void requireVerdict(Verdict expected, long elsewhere, Step step) {
    LogLife life = new LogLife();
    WriteAheadLog log = life.start(1);
    life.append(log, "one");
    LogHandle last = life.append(log, "two").get(0);
    step.take(new Written(life, log));
    byte[] bytes = life.segment(1);
    // Two bits: of one alone the checksum would say that no crash has done it.
    bytes[(int) last.offset() + FrameLayout.HEADER_BYTES] ^= 1;
    bytes[(int) last.offset() + FrameLayout.HEADER_BYTES + 2] ^= 1;
    life.disk.overwrite(LogLife.path(1), bytes);
    Found found = life.scan(elsewhere);
    assertEquals(List.of(expected), found.verdicts());
    assertEquals(List.of("one"), found.texts());
    if (expected == Verdict.DAMAGED) {
      assertMessage(
          assertThrows(DamageException.class, found.scan()::requireSound),
          "sim:/" + LogLife.path(1) + " offset " + last.offset(),
          "the payload of the frame does not match its checksum, but LSN 2 to 2 were durable",
          "restored from a copy; nothing was changed");
    }
  }

  @Test
  void oneFlippedBitIsDamageWithoutAnyOtherEvidence() {
    LogHandle last = life.append(life.start(1), "two", "three").get(1);
    life.forgetTailMark();
    byte[] bytes = life.segment(1);
    int at = (int) last.offset() + FrameLayout.HEADER_BYTES + 1;
    bytes[at] ^= 0x10;
    life.disk.overwrite(LogLife.path(1), bytes);
    SegmentReport report = life.scan().scan().segments().get(0);
    assertEquals(Verdict.DAMAGED, report.verdict());
    assertEquals(new FlippedBit(at, 4, 'h' ^ 0x10), report.flippedBit().orElseThrow());
    assertEquals('h', report.flippedBit().orElseThrow().written());
    assertMessage(
        assertThrows(DamageException.class, life.scan().scan()::requireSound),
        "bit 4 of the byte at offset " + at + " (read 0x78, written 0x68)",
        "A single flipped bit explains it, and a crash does not");
  }

  /** A crash may lose a part of a sector that was zero but for one bit: then nobody can tell. */
  @Test
  void lostBitThatACrashExplainsIsATornTail() {
    LogHandle last = life.append(life.start(1), "one\0\0\0\0\1").get(0);
    life.forgetTailMark();
    byte[] bytes = life.segment(1);
    int at = (int) last.offset() + FrameLayout.HEADER_BYTES + 7;
    assertEquals(1, bytes[at]);
    bytes[at] = 0;
    life.disk.overwrite(LogLife.path(1), bytes);
    assertEquals(List.of(Verdict.TORN_TAIL), life.scan().verdicts());
    bytes[at] = 3;
    life.disk.overwrite(LogLife.path(1), bytes);
    assertEquals(List.of(Verdict.DAMAGED), life.scan().verdicts());
  }

  /**
   * Found by the crash simulation after six million states (life 2526): of the lost sector only one
   * byte was the record's, and noise hit all but one bit of it; the padding behind it was noise
   * too.
   */
  @Test
  void noiseThatMissesOneBitOfTheRecordIsATornTail() {
    LogHandle last = life.append(life.start(1), "nine byte").get(0);
    life.forgetTailMark();
    byte[] bytes = life.segment(1);
    int at = (int) last.offset() + FrameLayout.HEADER_BYTES + 8;
    bytes[at] ^= 4;
    life.disk.overwrite(LogLife.path(1), bytes);
    assertEquals(List.of(Verdict.DAMAGED), life.scan().verdicts());
    bytes[at + 3] = 0x55;
    life.disk.overwrite(LogLife.path(1), bytes);
    assertEquals(List.of(Verdict.TORN_TAIL), life.scan().verdicts());
  }

  @Test
  void bytesThatACrashToreOffAreKeptAside() {
    WriteAheadLog log = life.start(1);
    life.append(log, "one");
    LogLife next = life.killedBeforeForce(log, "two", "three");
    byte[] torn = Arrays.copyOf(next.segment(1), next.segment(1).length - 9);
    next.disk.overwrite(LogLife.path(1), torn);
    long valid = next.scan().scan().segments().get(0).validBytes();
    assertTrue(valid < torn.length);
    WriteAheadLog restarted = next.start(2);
    String name = LogLife.path(1) + ".cut-" + valid;
    LogLife crashed = new LogLife(next.disk.crash(CrashProfile.LOSE_ALL, 0));
    assertEquals(
        LogLife.text(ByteBuffer.wrap(torn, (int) valid, torn.length - (int) valid)),
        StorageFixture.read(crashed.storage, name));
    next.append(restarted, "x".repeat(500), "y".repeat(500));
    next.append(restarted, "four");
    assertTrue(restarted.release(4) > 0);
    assertEquals(false, next.storage.exists(name), "goes with its segment");
  }

  @Test
  void wholeLogMayNotVanishIfSomebodyKnowsOfIt() {
    Found found = life.scan(7);
    assertMessage(
        assertThrows(NotReplayableException.class, found.scan()::requireSound),
        "sim:/",
        LogLife.DIRECTORY + ": the log ends at LSN 0, but records up to LSN 7 were durable");
  }

  @Test
  void logThatEndsBeforeWhatIsKnownIsDamaged() {
    life.append(life.start(1), "one");
    assertMessage(
        assertThrows(DamageException.class, life.scan(2).scan()::requireSound),
        "offset " + life.segment(1).length + ": the log ends here, but LSN 2 to 2 were durable");
  }

  @Test
  void segmentWhoseSealIsTornIsStillWhole() {
    WriteAheadLog log = life.start(1);
    life.append(log, "one", "two");
    int frames = life.segment(1).length;
    life.seal(log);
    byte[] sealed = life.segment(1);
    assertNotEquals(frames, sealed.length);
    for (int length = frames; length < sealed.length; length++) {
      life.disk.overwrite(LogLife.path(1), Arrays.copyOf(sealed, length));
      Found found = life.scan(2);
      assertTrue(found.sound());
      assertEquals(List.of("one", "two"), found.texts());
    }
  }

  @Test
  void whatTheOldWriterStillWritesIsNotPartOfTheLog() {
    WriteAheadLog zombie = life.start(1);
    life.append(zombie, "one");
    WriteAheadLog log = life.start(2);
    life.append(zombie, "ghost");
    life.append(log, "two");
    life.append(zombie, "ghost again");
    Found found = life.scan(2);
    assertEquals(List.of("one", "two"), found.texts());
    assertEquals(List.of(Verdict.CLEAN, Verdict.OPEN_TAIL), found.verdicts());
  }

  /** Frames that verify for their place, as a segment written twice would leave them. */
  @Test
  void validFrameThatDoesNotFollowTheOneBeforeIsNoPartOfTheLog() {
    life.append(life.start(1), "one");
    byte[] before = life.segment(1);
    int link = ByteBuffer.wrap(before).order(ByteOrder.LITTLE_ENDIAN).getInt(128 + 4);
    requireForged(before, 2, link, Verdict.OPEN_TAIL, "ends with a valid frame");
    requireForged(before, 2, link + 1, Verdict.TORN_TAIL, "does not link back to the frame before");
    requireForged(before, 3, link, Verdict.TORN_TAIL, "has LSN 3 where 2 is due");
    requireForged(before, 1, link, Verdict.TORN_TAIL, "has LSN 1 where 2 is due");
  }

  private void requireForged(byte[] before, long lsn, int link, Verdict verdict, String why) {
    ByteBuffer frame = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
    new FrameLayout(LogLife.ID, 1)
        .encode(
            frame,
            before.length,
            new FrameLayout.FrameHeader(FrameLayout.DATA, 0, lsn, 1, link, 0, 0));
    byte[] with = ByteBuffer.allocate(before.length + 40).put(before).put(frame.flip()).array();
    life.disk.overwrite(LogLife.path(1), with);
    Found found = life.scan(1);
    assertEquals(List.of(verdict), found.verdicts());
    assertMessage(new IllegalStateException(found.scan().segments().get(0).explanation()), why);
    assertEquals(verdict == Verdict.OPEN_TAIL ? 2 : 1, found.records().size());
  }

  @Test
  void fullSegmentIsSealedBeforeTheNextBegins() {
    WriteAheadLog log = life.start(1);
    life.append(log, "x".repeat(400));
    int frames = life.segment(1).length;
    life.append(log, "y".repeat(400));
    byte[] sealed = life.segment(1);
    assertEquals(frames + FrameLayout.HEADER_BYTES, sealed.length);
    assertEquals(FrameLayout.SEAL, sealed[frames + 12]);
    life.storage.delete(LogLife.path(2));
    assertEquals(List.of(Verdict.GAP), life.scan(1).verdicts());
    life.forgetTailMark();
    assertEquals(List.of(Verdict.CLEAN), life.scan(1).verdicts());
  }
}
