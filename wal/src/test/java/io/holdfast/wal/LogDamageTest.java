package io.holdfast.wal;

import static io.holdfast.wal.storage.StorageFixture.assertMessage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.HoldfastException;
import io.holdfast.wal.LogLife.Found;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A small log of two segments, its last group written and not forced, spoilt in every way that one
 * bit or one cut can. Three groups of it were acknowledged.
 */
final class LogDamageTest {
  private static final int ACKNOWLEDGED = 5;
  private static final int ALL = 8;

  private LogLife life;
  private final Map<Long, String> written = new TreeMap<>();
  private byte[] first;
  private byte[] second;
  private int lastGroupStart;
  private int tailStart;

  @BeforeEach
  void writeTheLog() {
    LogLife before = new LogLife();
    WriteAheadLog log = before.start(1);
    before.append(log, record(1), record(2));
    before.append(log, record(3));
    List<LogHandle> last = before.append(log, record(4), record(5));
    assertEquals(List.of(2L, 2L), last.stream().map(LogHandle::segment).toList());
    lastGroupStart = (int) last.get(0).offset();
    tailStart = before.segment(2).length;
    life = before.killedBeforeForce(log, record(6), record(7), record(8));
    first = life.segment(1);
    second = life.segment(2);
    assertTrue(second.length > tailStart);
    assertEquals(written, life.scan().records());
  }

  private String record(long lsn) {
    return written.computeIfAbsent(lsn, n -> "record " + n + "x".repeat((int) (n % 3) * 30 + 40));
  }

  @Test
  void everyBitFlipInAnAcknowledgedSegmentIsRefusedWithFileAndOffset() {
    for (int bit = 0; bit < first.length * 8; bit++) {
      requireRefused(1, flipped(first, bit), bit / 8, 0);
    }
  }

  @Test
  void everyBitFlipInTheLastSegmentLosesNothingThatWasAcknowledged() {
    for (int bit = 0; bit < second.length * 8; bit++) {
      byte[] spoilt = flipped(second, bit);
      if (bit / 8 < tailStart) {
        // The un-acknowledged group carries the watermark: everything before it was durable.
        requireRefused(2, spoilt, bit / 8, 0);
        requireRefused(2, spoilt, bit / 8, ACKNOWLEDGED);
      } else {
        requireTailTornOrNamed(spoilt, bit);
      }
    }
  }

  @Test
  void everyTruncationOfAnEarlierSegmentIsRefused() {
    for (int length = 0; length < first.length; length++) {
      requireRefused(1, Arrays.copyOf(first, length), length, 0);
    }
  }

  @Test
  void everyTruncationOfTheUnacknowledgedTailIsAccepted() {
    for (int length = tailStart; length <= second.length; length++) {
      requireTailOnlyTorn(Arrays.copyOf(second, length));
    }
  }

  @Test
  void everyTruncationOfAcknowledgedRecordsIsRefusedIfSomebodyElseKnowsOfThem() {
    for (int length = 0; length < tailStart; length++) {
      requireRefused(2, Arrays.copyOf(second, length), length, ACKNOWLEDGED);
    }
  }

  @Test
  void everyTruncationOfAcknowledgedRecordsContradictsTheTailMark() {
    for (int length = 0; length < tailStart; length++) {
      requireRefused(2, Arrays.copyOf(second, length), length, 0);
    }
  }

  /**
   * What one file cannot know: a truncation of the last segment takes the evidence away together
   * with the records. Nothing is changed, what the rest proves is there, and only the tail mark or
   * a position from elsewhere tells that more was acknowledged.
   */
  @Test
  void truncationOfTheLastSegmentNeedsEvidenceFromOutside() {
    life.forgetTailMark();
    for (int length = SegmentHeader.BYTES; length < tailStart; length++) {
      life.disk.overwrite(LogLife.path(2), Arrays.copyOf(second, length));
      Found found = life.scan();
      assertTrue(found.sound(), "length " + length);
      assertEquals(new TreeMap<>(written).headMap(found.scan().lastLsn(), true), found.records());
      assertTrue(found.scan().lastLsn() >= 3, "the header proves LSN 3");
      assertTrue(length > lastGroupStart || found.scan().lastLsn() == 3);
    }
  }

  @Test
  void sameHoldsWhenTheUnacknowledgedTailIsZeros() {
    byte[] zeros = Arrays.copyOf(Arrays.copyOf(second, tailStart), second.length);
    requireTailOnlyTorn(zeros);
    life.disk.overwrite(LogLife.path(2), zeros);
    assertEquals(List.of(Verdict.CLEAN, Verdict.OPEN_TAIL), life.scan(ACKNOWLEDGED).verdicts());
  }

  /** A frame from elsewhere, valid where it came from, is not valid here. */
  @Test
  void misplacedFramesNeverVerify() {
    LogLife other = new LogLife();
    WriteAheadLog log = other.start(1);
    other.append(log, record(1), record(2));
    byte[] copied = second.clone();
    byte[] source = other.segment(1);
    int length = Math.min(source.length, second.length) - SegmentHeader.BYTES;
    System.arraycopy(source, SegmentHeader.BYTES, copied, SegmentHeader.BYTES, length);
    requireRefused(2, copied, SegmentHeader.BYTES, ACKNOWLEDGED);
    byte[] shifted = second.clone();
    System.arraycopy(second, tailStart, shifted, tailStart + 8, second.length - tailStart - 8);
    requireTailOnlyTorn(shifted);
  }

  /** A flipped bit is refused by its name; where a crash may have done it, the tail is torn. */
  private void requireTailTornOrNamed(byte[] spoilt, int bit) {
    life.disk.overwrite(LogLife.path(2), spoilt);
    Found found = life.scan(ACKNOWLEDGED);
    if (found.sound()) {
      requireTailOnlyTorn(spoilt);
      return;
    }
    SegmentReport report = found.scan().segments().get(1);
    assertEquals(Verdict.DAMAGED, report.verdict());
    FlippedBit named = report.flippedBit().orElseThrow();
    assertEquals(bit, named.offset() * 8 + named.bit());
    assertEquals(second[bit / 8], (byte) named.written());
  }

  private void requireTailOnlyTorn(byte[] spoilt) {
    life.disk.overwrite(LogLife.path(2), spoilt);
    Found found = life.scan(ACKNOWLEDGED);
    found.scan().requireSound();
    assertTrue(life.scan().sound());
    assertEquals(new TreeMap<>(written).headMap(found.scan().lastLsn(), true), found.records());
    assertTrue(found.scan().lastLsn() >= ACKNOWLEDGED && found.scan().lastLsn() <= ALL);
  }

  /** The offset that is named is where the reader stops: at or before the spoilt byte. */
  private void requireRefused(int segment, byte[] spoilt, int at, long provenElsewhereLsn) {
    byte[] whole = segment == 1 ? first : second;
    life.disk.overwrite(LogLife.path(segment), spoilt);
    LogScan scan = life.scan(provenElsewhereLsn).scan();
    HoldfastException error =
        assertThrows(HoldfastException.class, scan::requireSound, "byte " + at);
    assertMessage(error, "sim:/" + LogLife.path(segment) + " offset ");
    int named = namedOffset(error.getMessage());
    assertTrue(named <= at && named % 8 == 0, () -> at + ": " + error.getMessage());
    assertTrue(named >= at - 40 - 112 || named == 0, () -> at + ": " + error.getMessage());
    life.disk.overwrite(LogLife.path(segment), whole);
  }

  private static int namedOffset(String message) {
    String rest = message.substring(message.indexOf(" offset ") + 8);
    return Integer.parseInt(rest.substring(0, rest.indexOf(':')));
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] copy = bytes.clone();
    copy[bit / 8] ^= (byte) (1 << (bit % 8));
    return copy;
  }
}
