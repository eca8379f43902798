package io.holdfast.checkpoint.placed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.NotReplayableException;
import io.holdfast.checkpoint.placed.PlacedState.Changes;
import io.holdfast.checkpoint.state.KeyedState;
import io.holdfast.wal.LogOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Where a state lies, and what a later epoch makes of it. */
final class PlacedStateTest {
  private final PlacesLife life = new PlacesLife();

  @Test
  void partsCountWhenTheyAreApplied() {
    PlacedState state = life.open(1, 0);
    assertNull(state.last(0));
    PartitionPart part = life.delta(0, 10, "a", 5);
    CompletableFuture<Changes> durable = state.persist(state.changes(10, List.of(part)));
    assertFalse(durable.isDone());
    life.scheduler.runReady();
    assertNull(state.last(0));
    assertEquals(0, state.version());
    state.apply(durable.join());
    assertEquals(part, state.last(0));
    assertEquals(10, state.version());
    assertEquals(Map.of("a", 5L), state.neededFrom());
    assertEquals(1, state.durableLsn());
    assertEquals("counts", state.name());
  }

  @Test
  void factsAreThoseOfTheLastParts() {
    PlacedState state = life.open(1, 0);
    assertEquals(0, state.keys());
    assertEquals(KeyedState.UNTOUCHED, state.oldestTouchMillis());
    life.batch(state, 10, life.delta(0, 10, "a", 1), life.delta(1, 10, "b", 1));
    life.batch(state, 30, life.delta(1, 30, "b", 2));
    for (PlacedState seen : List.of(state, life.open(2, 30))) {
      assertEquals(40, seen.keys());
      assertEquals(100, seen.oldestTouchMillis());
      assertTrue(seen.holdsPanes());
    }
    assertFalse(life.open(3, 10).holdsPanes());
  }

  @Test
  void versionsAboveTheWantedOneRunAgain() {
    PlacedState first = life.open(1, 0);
    life.batch(first, 10, life.delta(0, 10, "a", 1));
    life.batch(first, 20, life.delta(0, 20, "lost", 1));
    PlacedState second = life.open(2, 10);
    assertEquals(life.delta(0, 10, "a", 1), second.last(0));
    life.batch(second, 20, life.delta(0, 20, "b", 1));
    assertEquals(
        List.of("delta 0/2 of 10 in a[1] as classes", "delta 0/2 of 20 in b[1] as classes"),
        life.lines(20));
  }

  /** Outputs have committed with them, so they must come back as they were written. */
  @Test
  void changesThatWereKeptTakeThePlaceOfTheRerun() {
    PlacedState first = life.open(1, 0);
    life.batch(first, 10, life.delta(0, 10, "a", 1), life.delta(1, 10, "b", 1));
    life.batch(first, 20, life.delta(0, 20, "a", 2));
    life.classes = "newer classes";
    PlacedState second = life.open(2, 10, 20L);
    Changes counted = life.batch(second, 20, life.delta(0, 20, "of the re-run", 1));
    assertEquals(List.of(life.delta(0, 20, "a", 2)), counted.parts());
    assertEquals(
        List.of(
            "delta 0/2 of 10 in a[1] as classes",
            "delta 0/2 of 20 in a[2] as classes",
            "delta 1/2 of 10 in b[1] as classes"),
        life.lines(20));
    assertEquals(Map.of("a", 1L, "b", 1L), second.neededFrom());
    assertEquals(
        List.of(life.delta(0, 30, "c", 1)),
        life.batch(second, 30, life.delta(0, 30, "c", 1)).parts());
  }

  /** Until the batch has run again nothing else says that its changes are needed. */
  @Test
  void changesThatWereKeptAreNeeded() {
    PlacedState first = life.open(1, 0);
    life.batch(first, 10, life.delta(0, 10, "a", 1));
    life.batch(first, 20, life.delta(0, 20, "kept", 7));
    assertEquals(Map.of("a", 1L), life.open(2, 10).neededFrom());
    assertEquals(Map.of("a", 1L, "kept", 7L), life.open(3, 10, 20L).neededFrom());
  }

  @Test
  void batchThatWasNotKeptRunsAgain() {
    PlacedState first = life.open(1, 0);
    life.batch(first, 10, life.delta(0, 10, "lost", 1));
    PartitionPart again = life.delta(0, 10, "a", 1);
    assertEquals(List.of(again), life.batch(life.open(2, 0, 20L), 10, again).parts());
  }

  @Test
  void wholePartsReplaceWhatWasBefore() {
    PlacedState state = life.open(1, 0);
    life.batch(state, 10, life.delta(0, 10, "a", 1), life.delta(1, 10, "b", 1));
    life.batch(state, 20, life.whole(0, 10, "c", 8), life.delta(0, 20, "c", 9));
    assertEquals(Map.of("c", 8L, "b", 1L), state.neededFrom());
    assertEquals(Map.of("c", 8L, "b", 1L), life.open(2, 20).neededFrom());
  }

  @Test
  void partitionIsWantedWholeWhenItsChangesHaveOutgrownIt() {
    PlacedState state = life.open(1, 0);
    life.batch(state, 10, life.delta(0, 10, "a", 1, 2));
    assertFalse(state.wantsWhole(0, 200));
    assertTrue(state.wantsWhole(0, 199));
    assertFalse(state.wantsWhole(1, 199));
    life.batch(state, 20, life.whole(0, 10, "a", 3), life.delta(0, 20, "a", 4, 5, 6));
    assertFalse(state.wantsWhole(0, 0));
    life.batch(state, 30, life.delta(0, 30, "a", 7));
    assertTrue(state.wantsWhole(0, 0));
  }

  @Test
  void partitionIsWantedWholeWhenItsChangesAreTooMany() {
    PlacedState state = life.open(1, 0);
    for (int i = 1; i <= 500; i++) {
      life.batch(state, 10L * i, life.delta(0, 10L * i, "a", i));
    }
    assertFalse(state.wantsWhole(0, 1 << 20));
    life.batch(state, 5010, life.delta(0, 5010, "a", 501));
    assertTrue(state.wantsWhole(0, 1 << 20));
    assertFalse(state.wantsWhole(1, 1 << 20));
  }

  @Test
  void otherNumberOfPartitionsIsWrittenAnew() {
    PlacedState first = life.open(1, 0);
    life.batch(first, 10, life.delta(0, 10, "a", 1), life.delta(1, 10, "b", 1));
    life.partitions = 1;
    PlacedState second = life.open(2, 10);
    assertTrue(second.wantsWhole(0, 1000));
    life.batch(second, 20, life.whole(0, 10, "c", 1), life.delta(0, 20, "c", 2));
    assertFalse(second.wantsWhole(0, 1000));
    assertEquals(Map.of("c", 1L), second.neededFrom());
    assertEquals(
        List.of("whole 0/1 of 10 in c[1] as classes", "delta 0/1 of 20 in c[2] as classes"),
        life.lines(20));
    assertEquals(Map.of("a", 1L, "b", 1L), life.open(3, 10).neededFrom());
  }

  /** The kept changes do not hold everything: what they build on is still needed. */
  @Test
  void keptChangesOfAnotherNumberOfPartitionsKeepWhatIsBeforeThem() {
    PlacedState first = life.open(1, 0);
    life.batch(first, 10, life.delta(0, 10, "a", 1), life.delta(1, 10, "b", 1));
    life.batch(first, 20, life.delta(1, 20, "b", 2));
    life.partitions = 1;
    PlacedState second = life.open(2, 10, 20L);
    life.batch(second, 20, life.delta(0, 20, "of the re-run", 1));
    assertEquals(Map.of("a", 1L, "b", 1L), second.neededFrom());
    assertTrue(second.wantsWhole(0, 1000));
  }

  /** They were written when there were more partitions, of which all is still there. */
  @Test
  void keptBatchOfEverythingStaysOne() {
    PlacedState first = life.open(1, 0);
    life.batch(first, 10, life.delta(0, 10, "a", 1), life.delta(1, 10, "b", 1));
    life.partitions = 1;
    life.batch(life.open(2, 10), 20, life.whole(0, 10, "c", 1), life.delta(0, 20, "c", 2));
    life.partitions = 3;
    PlacedState third = life.open(3, 10, 20L);
    Changes counted = life.batch(third, 20, life.delta(0, 20, "of the re-run", 1));
    assertEquals("c", counted.parts().get(0).log());
    assertEquals(Map.of("c", 1L), third.neededFrom());
    assertEquals(Map.of("c", 1L), life.open(4, 20).neededFrom());
  }

  @Test
  void otherClassesAreWrittenAnew() {
    life.batch(life.open(1, 0), 10, life.delta(0, 10, "a", 1));
    life.classes = "newer";
    assertTrue(life.open(2, 10).wantsWhole(1, 1000));
  }

  @Test
  void everythingIsWrittenNowAndThen() {
    life.log = LogOptions.DEFAULT.withSegmentBytes(64 << 10);
    life.classes = "c".repeat(40_000);
    PlacedState state = life.open(1, 0);
    long version = 0;
    while (state.neededFromLsn(version) == 1) {
      life.batch(state, ++version, life.delta(0, version, "a", version));
      assertTrue(version < 100, "everything was never written");
    }
    assertEquals(1, state.neededFromLsn(version - 1), "it does not lead to what was before it");
    long from = state.neededFromLsn(version);
    assertTrue(state.release(from) > 10);
    assertEquals(from, state.neededFromLsn(version - 1), "what was released does not lead back");
    assertEquals(version, life.lines(version).size());
    PlacedState loaded = life.open(2, version);
    assertEquals(Map.of("a", 1L), loaded.neededFrom());
    assertEquals(from, loaded.neededFromLsn(version));
    long before = version - 1;
    NotReplayableException error =
        assertThrows(NotReplayableException.class, () -> life.open(3, before));
    assertTrue(error.getMessage().startsWith("State 'counts' cannot be rebuilt"));
  }

  @Test
  void sealedLogGoesOn() {
    PlacedState state = life.open(1, 0);
    life.batch(state, 10, life.delta(0, 10, "a", 1));
    CompletableFuture<Void> sealed = state.seal();
    life.scheduler.runReady();
    sealed.join();
    state.close();
    assertEquals(1, state.metrics().acknowledged());
    assertEquals(10, life.open(2, 10).version());
  }
}
