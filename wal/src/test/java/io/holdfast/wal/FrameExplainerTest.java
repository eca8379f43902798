package io.holdfast.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.FrameCheck.Answer;
import io.holdfast.wal.OffsetExplanation.Place;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is said of an offset agrees with what the scan makes of the bytes there. */
class FrameExplainerTest {
  private static final int HEADER = SegmentHeader.BYTES;
  private static final int FRAME = FrameLayout.HEADER_BYTES;

  private final LogLife life = new LogLife();

  FrameExplainerTest() {
    WriteAheadLog log = life.start(1);
    life.append(log, "one");
    life.append(log, "two of it");
    life.seal(log);
  }

  private OffsetExplanation explain(long offset) {
    return LogInspector.of(life.storage, LogLife.DIRECTORY, null, 0)
        .explain(SegmentHeader.fileName(1), offset);
  }

  private static List<Answer> answers(OffsetExplanation explained) {
    return explained.checks().stream().map(FrameCheck::answer).distinct().toList();
  }

  @Test
  void everyByteOfASoundSegmentIsPartOfSomething() {
    assertEquals(Place.SEGMENT_HEADER, explain(0).place());
    assertEquals(Place.SEGMENT_HEADER, explain(HEADER - 1).place());
    assertEquals(Place.FRAME_HEADER, explain(HEADER).place());
    assertEquals(Place.PAYLOAD, explain(HEADER + FRAME + 2).place());
    assertEquals(Place.PADDING, explain(HEADER + FRAME + 3).place());
    OffsetExplanation second = explain(HEADER + FRAME + 8);
    assertEquals(HEADER + FRAME + 8, second.frameOffset());
    assertEquals(2, second.lsn());
    assertEquals(FRAME + 16, second.frameBytes());
    assertEquals(List.of(Answer.YES), answers(second));
    long length = life.segment(1).length;
    assertEquals(Place.OUTSIDE, explain(length).place());
    assertEquals(Place.FRAME_HEADER, explain(length - 1).place(), "the seal");
  }

  @Test
  void aFlippedBitInAPayloadIsSeenInItsChecksumAlone() {
    byte[] bytes = life.segment(1);
    int at = HEADER + FRAME + 8 + FRAME + 1;
    bytes[at] ^= 1;
    life.disk.overwrite(LogLife.path(1), bytes);
    OffsetExplanation explained = explain(at);
    assertEquals(Place.BEHIND, explained.place());
    assertEquals(HEADER + FRAME + 8, explained.frameOffset());
    List<FrameCheck> wrong =
        explained.checks().stream().filter(check -> check.answer() != Answer.YES).toList();
    assertEquals(1, wrong.size(), wrong.toString());
    assertEquals("the payload matches its checksum", wrong.get(0).predicate());
    assertEquals(Verdict.DAMAGED, explained.report().verdict());
    // The seal behind it verifies where it lies, though no frame is due there.
    OffsetExplanation seal = explain(bytes.length - 4);
    assertEquals(Place.BEHIND, seal.place());
    assertEquals(bytes.length - FRAME, seal.beyond().orElseThrow().offset());
    assertEquals(2, seal.beyond().orElseThrow().durableThroughLsn());
  }

  @Test
  void whatStandsInAHeaderThatDoesNotVerifyIsNotAsked() {
    byte[] bytes = life.segment(1);
    bytes[HEADER + 17] ^= 4;
    life.disk.overwrite(LogLife.path(1), bytes);
    OffsetExplanation explained = explain(HEADER + 20);
    assertEquals(List.of(Answer.YES, Answer.NO, Answer.NOT_ASKED), answers(explained));
    assertTrue(explained.checks().get(2).found().contains(", due is "));
  }

  @Test
  void allPredicatesHoldExactlyWhereTheScanFindsAFrame() {
    byte[] whole = life.segment(1);
    SplittableRandom random = new SplittableRandom(11);
    int refused = 0;
    for (int i = 0; i < 4000; i++) {
      byte[] changed = Arrays.copyOf(whole, HEADER + random.nextInt(whole.length - HEADER + 1));
      for (int changes = random.nextInt(3); changes > 0 && changed.length > HEADER; changes--) {
        changed[HEADER + random.nextInt(changed.length - HEADER)] ^=
            (byte) (1 + random.nextInt(255));
      }
      life.disk.overwrite(LogLife.path(1), changed);
      int offset = HEADER + random.nextInt(whole.length - HEADER);
      OffsetExplanation explained = explain(offset);
      boolean part = explained.place() != Place.BEHIND && explained.place() != Place.OUTSIDE;
      boolean all = answers(explained).equals(List.of(Answer.YES));
      if (explained.place() != Place.OUTSIDE) {
        assertEquals(part, all, i + " at " + offset + ": " + explained);
        assertEquals(part, offset < explained.report().validBytes(), i + " at " + offset);
        refused += part ? 0 : 1;
      }
    }
    assertTrue(refused > 500, refused + " refused");
    assertFalse(refused > 3500, refused + " refused");
  }
}
