package io.holdfast.wal;

import static io.holdfast.wal.storage.StorageFixture.assertMessage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.NotReplayableException;
import io.holdfast.wal.LogLife.Found;
import io.holdfast.wal.storage.simulated.CrashProfile;
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
  void lastGroupIsProvenByAMarkAFrameASealOrSomebodyElse() {
    requireVerdict(Verdict.TORN_TAIL, 0, log -> {});
    requireVerdict(Verdict.DAMAGED, 2, log -> {});
    requireVerdict(Verdict.TORN_TAIL, 1, log -> {});
    requireVerdict(Verdict.DAMAGED, 0, log -> life(log).scheduler.runUntilIdle());
    requireVerdict(Verdict.DAMAGED, 0, log -> life(log).append(log.log, "three"));
    requireVerdict(
        Verdict.DAMAGED,
        0,
        log -> {
          life(log).seal(log.log);
        });
  }

  private record Written(LogLife life, WriteAheadLog log) {}

  private interface Evidence {
    void add(Written written);
  }

  private static LogLife life(Written written) {
    return written.life;
  }

  private static void requireVerdict(Verdict expected, long elsewhere, Evidence evidence) {
    LogLife life = new LogLife();
    WriteAheadLog log = life.start(1);
    life.append(log, "one");
    LogHandle last = life.append(log, "two").get(0);
    evidence.add(new Written(life, log));
    byte[] bytes = life.segment(1);
    bytes[(int) last.offset() + FrameLayout.HEADER_BYTES] ^= 1;
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
}
