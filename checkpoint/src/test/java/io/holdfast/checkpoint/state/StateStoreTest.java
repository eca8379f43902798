package io.holdfast.checkpoint.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.NewerFormatException;
import io.holdfast.NotReplayableException;
import io.holdfast.wal.Fence;
import io.holdfast.wal.FieldWriter;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.WriteAheadLog;
import io.holdfast.wal.WriteAheadLog.Writer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A state, its log, and what a later epoch makes of it. */
final class StateStoreTest {
  private static final long SEED = 77;
  private final StateLife life = new StateLife();

  @Test
  void deltasAreAppliedInOrder() {
    StateStore store = life.open(1, 0);
    life.batch(store, 10, "a", "1", "b", "1");
    life.batch(store, 20, "a", "2", "b", "-");
    life.batch(store, 30);
    Map<Object, Object> expected = Map.of("a", "2");
    assertEquals(expected, StateLife.values(store));
    StateStore loaded = life.open(2, 30);
    assertEquals(expected, StateLife.values(loaded));
    assertEquals(30, loaded.state().version());
    assertEquals(1, loaded.state().keys());
    life.batch(loaded, 40, "c", "1");
    assertEquals(Map.of("a", "2", "c", "1"), StateLife.values(life.open(3, 40)));
  }

  @Test
  void emptyStateIsVersionZero() {
    StateStore store = life.open(1, 0);
    assertEquals(0, store.state().version());
    assertEquals(Map.of(), StateLife.values(life.open(2, 0)));
  }

  @Test
  void nothingIsVisibleBeforeItIsApplied() {
    StateStore store = life.open(1, 0);
    StateChanges changes = store.begin(10);
    PartitionChanges partition = changes.partition(KeyedState.partitionOf("a", 3));
    partition.set("a", "1");
    partition.encode();
    assertEquals(Map.of(), StateLife.values(store));
    CompletableFuture<StateChanges> durable = store.persist(changes);
    assertFalse(durable.isDone());
    life.scheduler.runReady();
    assertSame(changes, durable.join());
    assertEquals(Map.of(), StateLife.values(store));
    store.apply(changes);
    assertEquals(Map.of("a", "1"), StateLife.values(store));
  }

  @Test
  void secondAttemptOfAPartitionReplacesTheFirst() {
    StateStore store = life.open(1, 0);
    StateChanges changes = store.begin(10);
    int index = KeyedState.partitionOf("a", 3);
    changes.partition(index).set("a", "never encoded");
    PartitionChanges first = changes.partition(index);
    first.set("a", "first");
    first.encode();
    PartitionChanges second = changes.partition(index);
    second.set("a", "second");
    second.encode();
    CompletableFuture<StateChanges> durable = store.persist(changes);
    life.scheduler.runReady();
    store.apply(durable.join());
    assertEquals(Map.of("a", "second"), StateLife.values(store));
    assertEquals(Map.of("a", "second"), StateLife.values(life.open(2, 10)));
  }

  @Test
  void versionsAboveTheWantedOneAreNotApplied() {
    StateStore store = life.open(1, 0);
    life.batch(store, 10, "a", "1");
    life.batch(store, 20, "a", "2");
    assertEquals(Map.of("a", "1"), StateLife.values(life.open(2, 10)));
  }

  @Test
  void laterEpochsRunOfABatchCounts() {
    life.batch(life.open(1, 0), 10, "a", "of epoch 1", "b", "only epoch 1");
    StateStore again = life.open(2, 0);
    life.batch(again, 10, "a", "of epoch 2");
    life.batch(again, 20, "c", "1");
    assertEquals(Map.of("a", "of epoch 2", "c", "1"), StateLife.values(life.open(3, 20)));
    assertEquals(Map.of("a", "of epoch 2"), StateLife.values(life.open(4, 10)));
  }

  /** Several batches may run again: their completions were on their way, or recorded lazily. */
  @Test
  void laterEpochsRunOfSeveralBatchesCounts() {
    StateStore first = life.open(1, 0);
    life.batch(first, 10, "a", "1");
    life.batch(first, 20, "a", "lost", "lost", "1");
    life.batch(first, 30, "a", "lost", "lost", "2");
    StateStore second = life.open(2, 10);
    life.batch(second, 20, "a", "2");
    life.batch(second, 30, "b", "3");
    assertEquals(Map.of("a", "2", "b", "3"), StateLife.values(life.open(3, 30)));
    StateStore third = life.open(4, 20);
    assertEquals(Map.of("a", "2"), StateLife.values(third));
    life.batch(third, 30, "b", "4");
    life.batch(third, 40, "c", "5");
    assertEquals(Map.of("a", "2", "b", "4", "c", "5"), StateLife.values(life.open(5, 40)));
  }

  @Test
  void changesThatWereKeptTakeThePlaceOfTheRerun() {
    StateStore first = life.open(1, 0);
    life.batch(first, 10, "a", "1");
    life.batch(first, 20, "a", "committed with this", "b", "-", "c", "3");
    StateStore second = life.open(2, 10, 20L);
    StateChanges rerun = second.begin(20);
    CompletableFuture<StateChanges> durable = second.persist(rerun);
    life.scheduler.runReady();
    assertNotSame(rerun, durable.join());
    second.apply(durable.join());
    Map<Object, Object> expected = Map.of("a", "committed with this", "c", "3");
    assertEquals(expected, StateLife.values(second));
    assertEquals(expected, StateLife.values(life.open(3, 20)));
    life.batch(second, 30, "d", "not kept");
    assertEquals("not kept", StateLife.values(second).get("d"));
  }

  @Test
  void brokenChainIsRefused() {
    life.batch(life.open(1, 0), 10, "a", "1");
    assertMessage(
        assertThrows(NotReplayableException.class, () -> life.open(2, 20)),
        "State 'counts' cannot be rebuilt: batch 20 is needed, sim://state/counts leads to 10.",
        "Segment files of the state are missing; put them back");
    record(StateChunk.begin(StateChunk.Kind.DELTA, 30, 20, 9), 0, true);
    assertMessage(
        assertThrows(NotReplayableException.class, () -> life.open(2, 30)),
        "leads to 30 with records missing before it");
  }

  @Test
  void deltaOfWhichPartsAreMissingDoesNotCount() {
    life.batch(life.open(1, 0), 10, "a", "1");
    record(StateChunk.begin(StateChunk.Kind.DELTA, 20, 10, 2), 0, false);
    assertEquals(Map.of("a", "1"), StateLife.values(life.open(3, 10)));
    assertThrows(NotReplayableException.class, () -> life.open(4, 20));
    record(StateChunk.begin(StateChunk.Kind.DELTA, 20, 10, 5), 1, true);
    assertThrows(NotReplayableException.class, () -> life.open(6, 20));
    record(StateChunk.begin(StateChunk.Kind.DELTA, 20, 10, 7), 0, false);
    record(StateChunk.begin(StateChunk.Kind.DELTA, 20, 10, 7), 2, true);
    assertThrows(NotReplayableException.class, () -> life.open(8, 20));
    record(StateChunk.begin(StateChunk.Kind.DELTA, 20, 10, 9), 0, false);
    record(StateChunk.begin(StateChunk.Kind.DELTA, 20, 10, 9), 1, true);
    assertEquals(20, life.open(10, 20).state().version());
  }

  @Test
  void unknownKindIsOfANewerVersion() {
    FieldWriter chunk = new FieldWriter();
    chunk.putByte(7).putLong(1).putLong(0).putLong(1).putInt(0).putByte(1).putInt(0);
    append(chunk.view(), 1);
    assertMessage(
        assertThrows(NewerFormatException.class, () -> life.open(2, 1)),
        "sim://state/counts holds a state record of kind 7, written by a newer version");
  }

  @Test
  void snapshotBoundsWhatIsReadAndReleased() {
    Map<Object, Object> expected = new TreeMap<>();
    StateStore store = life.open(1, 0);
    long version = 0;
    // A megabyte a batch: the deltas outgrow 8 MiB, and the snapshot is written beside a few more.
    for (int i = 0; i < 18; i++) {
      String value = ("v" + i).repeat(200_000);
      life.batch(store, ++version, "key " + i, value, "key", value);
      expected.put("key " + i, value);
      expected.put("key", value);
    }
    assertEquals(1, store.neededFromLsn(1), "the snapshot is of no use for older versions");
    long needed = store.neededFromLsn(version);
    assertTrue(needed > 1, "no snapshot was written");
    StateStore loaded = life.open(2, version);
    assertEquals(expected, StateLife.values(loaded));
    assertEquals(needed, loaded.neededFromLsn(version));
    life.batch(loaded, ++version, "key", "-");
    expected.remove("key");
    assertEquals(expected, StateLife.values(life.open(3, version)));
  }

  /** A snapshot of a batch that runs again goes with it. */
  @Test
  void snapshotOfAnEarlierRunIsNotBuiltUpon() {
    String large = "x".repeat(9 << 20);
    StateStore first = life.open(1, 0);
    life.batch(first, 10, "a", "1");
    life.batch(first, 20, "a", large, "lost", "1");
    life.batch(first, 30, "lost", "2");
    StateStore second = life.open(2, 10);
    life.batch(second, 20, "b", "2");
    life.batch(second, 30, "c", "3");
    assertEquals(Map.of("a", "1", "b", "2", "c", "3"), StateLife.values(life.open(3, 30)));
  }

  /** Random lives against a model: each epoch falls back to a version and runs from there. */
  @Test
  void anyHistoryOfRerunsLeadsToWhatTheLastRunsHaveMade() {
    for (long seed = SEED; seed < SEED + 40; seed++) {
      StateLife random = new StateLife();
      SplittableRandom choice = new SplittableRandom(seed);
      List<Map<Object, Object>> model = new ArrayList<>(List.of(Map.of()));
      for (long epoch = 1; epoch <= 8; epoch++) {
        int wanted = choice.nextInt(Math.max(0, model.size() - 4), model.size());
        StateStore store = random.open(epoch, wanted);
        assertEquals(model.get(wanted), StateLife.values(store), "seed " + seed);
        model.subList(wanted + 1, model.size()).clear();
        for (int i = choice.nextInt(5); i > 0; i--) {
          String key = "k" + choice.nextInt(6);
          String value = choice.nextInt(4) == 0 ? "-" : "e" + epoch + "v" + model.size();
          Map<Object, Object> next = new TreeMap<>(model.get(model.size() - 1));
          next.remove(key);
          if (!value.equals("-")) {
            next.put(key, value);
          }
          random.batch(store, model.size(), key, value);
          model.add(next);
        }
      }
    }
  }

  private void record(FieldWriter chunk, int part, boolean last) {
    ByteBuffer record = StateChunk.complete(chunk, part, last, 0);
    append(record, StateChunk.header(record, "test").epoch());
  }

  private void append(ByteBuffer record, long epoch) {
    LogScan scan =
        LogScanner.scan(life.storage, StateLife.DIRECTORY, StateLife.ID, 0, (s, frame) -> {});
    WriteAheadLog log =
        WriteAheadLog.start(
            life.storage,
            scan,
            new Writer("x", epoch, Fence.NONE),
            LogOptions.DEFAULT,
            life.scheduler);
    CompletableFuture<?> appended = log.append(record);
    life.scheduler.runReady();
    appended.join();
  }

  private static void assertMessage(Throwable error, String... parts) {
    for (String part : parts) {
      assertTrue(error.getMessage().contains(part), error::getMessage);
    }
  }
}
