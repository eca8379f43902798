package io.holdfast.engine.journal;

import static io.holdfast.engine.journal.JournalSamples.added;
import static io.holdfast.engine.journal.JournalSamples.allocated;
import static io.holdfast.engine.journal.JournalSamples.block;
import static io.holdfast.engine.journal.JournalSamples.completed;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.engine.journal.BlockLocation.InMemory;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.JournalEvent.BlockRange;
import io.holdfast.engine.journal.JournalEvent.BlocksLost;
import io.holdfast.engine.journal.JournalEvent.EpochStarted;
import io.holdfast.engine.journal.JournalEvent.Loss;
import io.holdfast.engine.journal.JournalEvent.Released;
import io.holdfast.stream.BatchTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fold of the journal, and what it refuses. */
final class DriverStateTest {
  private static final long NOON = JournalSamples.NOON;

  private static DriverState of(JournalEvent... events) {
    DriverState state = new DriverState();
    Arrays.stream(events).forEach(state::apply);
    return state;
  }

  @Test
  void blocksBecomeBatchesAndBatchesComplete() {
    DriverState state =
        of(
            new EpochStarted(3, NOON, "me"),
            added("lines", 1),
            added("lines", 2),
            added("words", 1),
            new BatchAllocated(
                new BatchTime(NOON),
                List.of(new BlockRange("lines", 1, 2), new BlockRange("words", 1, 1))),
            added("lines", 3),
            allocated(NOON + 1, "lines", 3, 3),
            added("lines", 4));
    assertEquals(3, state.epoch());
    assertEquals(2, state.pending().size());
    assertEquals(
        Map.of(
            "lines",
            List.of(block("lines", 1), block("lines", 2)),
            "words",
            List.of(block("words", 1))),
        state.pending().get(0).blocks());
    assertEquals(60, state.pending().get(0).records());
    assertEquals(1, state.unallocatedBlocks());
    assertEquals(4, state.tracker("lines").lastSequence());
    assertEquals(Map.of("line", 80L), state.tracker("lines").durableOffsets());
    assertEquals(0, state.stateVersion("counts"));
    state.apply(completed(NOON, "counts"));
    assertEquals(NOON, state.stateVersion("counts"));
    assertEquals(new BatchTime(NOON), state.lastCompleted());
    assertEquals(new BatchTime(NOON + 1), state.lastAllocated());
    assertEquals(1, state.pending().size());
  }

  @Test
  void releaseChangesNothingAndOldEpochsDoNotComeBack() {
    DriverState state = of(new EpochStarted(5, 1, ""), added("lines", 1));
    byte[] before = state.encode();
    state.apply(new Released(List.of("x"), Map.of("journal", 5L)));
    state.apply(new EpochStarted(4, 2, ""));
    assertArrayEquals(before, state.encode());
  }

  private static BlockAdded inMemory(long sequence, long epoch) {
    return new BlockAdded(
        new ReceivedBlock(
            "ticks", sequence, 20, new InMemory(epoch, 960), Map.of("tick", sequence)));
  }

  @Test
  void whatOnlyEarlierDriversHadIsLostOnce() {
    DriverState state =
        of(
            new EpochStarted(1, NOON, ""),
            added("lines", 1),
            inMemory(1, 1),
            inMemory(2, 1),
            inMemory(3, 1),
            allocated(NOON, "ticks", 1, 1),
            allocated(NOON + 1, "ticks", 2, 2),
            new EpochStarted(2, NOON, ""),
            completed(NOON));
    List<Loss> losses = state.newLosses(2, state.pending());
    assertEquals(List.of(new Loss("ticks", 2, 40)), losses);
    assertEquals(List.of(), state.newLosses(1, state.pending()), "its own blocks are there");
    state.apply(new BlocksLost(2, losses));
    assertEquals(losses, state.losses());
    assertEquals(0, state.pending().get(0).records(), "nothing of the batch is left");
    assertEquals(2, state.pending().get(0).allBlocks().get(0).sequence());
    assertEquals(0, state.tracker("ticks").unallocated().get(0).records());
    assertEquals(20, state.tracker("lines").unallocated().get(0).records());
    state.apply(inMemory(4, 2));
    assertEquals(List.of(new Loss("ticks", 1, 20)), state.newLosses(3, state.pending()));
    DriverState copy = DriverState.decode(state.encode(), "a checkpoint");
    assertArrayEquals(state.encode(), copy.encode());
    assertEquals(List.of(new Loss("ticks", 1, 20)), copy.newLosses(3, copy.pending()));
    assertArrayEquals(state.encode(), state.copy().encode());
    copy.apply(new BlocksLost(3, copy.newLosses(3, copy.pending())));
    assertEquals(List.of(new Loss("ticks", 3, 60)), copy.losses());
  }

  /** One batch complete, one pending, and blocks that wait, of two streams. */
  private static DriverState inTheMiddle() {
    return of(
        new EpochStarted(3, NOON, "me"),
        added("lines", 1),
        added("lines", 2),
        allocated(NOON, "lines", 1, 1),
        completed(NOON, "counts", "totals"),
        allocated(NOON + 1, "lines", 2, 2),
        added("lines", 3),
        added("words", 1));
  }

  @Test
  void aCopyIsWhatTheStateWasAndBothGoOn() {
    DriverState state = inTheMiddle();
    byte[] then = state.encode();
    DriverState copy = state.copy();
    for (DriverState each : List.of(state, copy)) {
      each.apply(new EpochStarted(4, NOON, "you"));
      each.apply(added("lines", 4));
      each.apply(completed(NOON + 1, "counts", "totals"));
      each.apply(allocated(NOON + 2, "words", 1, 1));
      if (each == state) {
        assertArrayEquals(then, copy.encode());
      }
    }
    assertArrayEquals(state.encode(), copy.encode());
  }

  @Test
  void firstUnallocatedIsBoundedButNeverEmpty() {
    ReceivedBlockTracker tracker =
        of(added("lines", 1), added("lines", 2), added("lines", 3)).tracker("lines");
    assertEquals(1, tracker.firstUnallocated(0).size());
    assertEquals(1, tracker.firstUnallocated(960 * 2 - 1).size());
    assertEquals(2, tracker.firstUnallocated(960 * 2).size());
    assertEquals(3, tracker.firstUnallocated(Long.MAX_VALUE).size());
  }

  @Test
  void encodedStateGoesOnLikeTheOriginal() {
    DriverState state = inTheMiddle();
    DriverState copy = DriverState.decode(state.encode(), "a checkpoint");
    assertArrayEquals(state.encode(), copy.encode());
    assertEquals(state.pending(), copy.pending());
    assertEquals(NOON, copy.stateVersion("totals"));
    for (DriverState each : List.of(state, copy)) {
      each.apply(added("lines", 4));
      each.apply(allocated(NOON + 2, "lines", 3, 4));
      each.apply(completed(NOON + 1, "counts"));
    }
    assertArrayEquals(state.encode(), copy.encode());
    assertArrayEquals(
        new DriverState().encode(), DriverState.decode(new DriverState().encode(), "x").encode());
  }

  @Test
  void everyTruncationOfAnEncodedStateIsDamage() {
    byte[] whole =
        of(added("lines", 1), added("lines", 2), allocated(NOON, "lines", 1, 1)).encode();
    for (int length = 0; length <= whole.length + 1; length++) {
      if (length != whole.length) {
        byte[] cut = Arrays.copyOf(whole, length);
        DamageException error =
            assertThrows(DamageException.class, () -> DriverState.decode(cut, "the section"));
        assertTrue(error.getMessage().startsWith("Cannot decode the section"), error::getMessage);
      }
    }
  }

  @Test
  void blockOutOfOrderIsRefused() {
    requireRefused(
        of(), added("lines", 2), "adds block 2 of stream \'lines\' where block 1 is due");
    requireRefused(
        of(added("lines", 1)),
        added("lines", 1),
        "adds block 1 of stream \'lines\' where block 2 is due");
    requireRefused(
        of(added("lines", 1)),
        added("lines", 3),
        "adds block 3 of stream \'lines\' where block 2 is due");
    of(added("lines", 1), added("words", 1));
  }

  @Test
  void batchTimeIsNeverUsedAgain() {
    DriverState state = of(added("lines", 1), added("lines", 2), allocated(NOON, "lines", 1, 1));
    requireRefused(
        state,
        allocated(NOON, "lines", 2, 2),
        "The journal allocates batch 1700000000000 (2023-11-14T22:13:20Z) after batch 1700000000000");
    requireRefused(state, allocated(NOON - 1, "lines", 2, 2), "A batch time is never used again");
    state.apply(completed(NOON));
    requireRefused(state, allocated(NOON, "lines", 2, 2), "after batch 1700000000000");
    state.apply(allocated(NOON + 1, "lines", 2, 2));
  }

  @Test
  void blockBelongsToExactlyOneBatch() {
    String message = " of stream 'lines', of which some are unknown or belong to a batch already";
    requireRefused(
        of(added("lines", 1), added("lines", 2), allocated(NOON, "lines", 1, 2)),
        allocated(NOON + 1, "lines", 2, 2),
        "The journal allocates blocks 2 to 2" + message);
    requireRefused(of(), allocated(NOON, "lines", 1, 1), "blocks 1 to 1" + message);
    requireRefused(of(added("lines", 1)), allocated(NOON, "lines", 1, 2), "1 to 2" + message);
    requireRefused(
        of(added("lines", 1), added("lines", 2)), allocated(NOON, "lines", 2, 2), message);
    requireRefused(
        of(added("lines", 1), added("lines", 2)), allocated(NOON, "lines", 2, 3), message);
    requireRefused(of(added("lines", 1)), allocated(NOON, "lines", 1, 0), message);
  }

  @Test
  void batchesCompleteInTheirOrder() {
    DriverState state =
        of(
            added("lines", 1),
            added("lines", 2),
            allocated(NOON, "lines", 1, 1),
            allocated(NOON + 1, "lines", 2, 2));
    requireRefused(
        state, completed(NOON + 1), "The journal completes batch 1700000000001", "is due");
    state.apply(completed(NOON));
    requireRefused(state, completed(NOON), "but batch 1700000000001 (", "is due");
    state.apply(completed(NOON + 1));
    requireRefused(state, completed(NOON + 2), "but no batch is pending");
  }

  private static void requireRefused(DriverState state, JournalEvent event, String... parts) {
    DamageException error = assertThrows(DamageException.class, () -> state.apply(event));
    for (String part : parts) {
      assertTrue(error.getMessage().contains(part), error::getMessage);
    }
    assertTrue(
        error.getMessage().endsWith("restore the application's directory from a copy."),
        error::getMessage);
  }
}
