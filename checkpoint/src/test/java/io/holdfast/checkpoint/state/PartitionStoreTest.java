package io.holdfast.checkpoint.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.checkpoint.state.StateChunk.Kind;
import io.holdfast.checkpoint.state.StateLife.TextValues;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One partition of a state, changed and loaded again from what was written of it. */
final class PartitionStoreTest {
  private static final int PARTITIONS = 3;
  private final Map<Integer, List<ByteBuffer>> written = new TreeMap<>();

  private static PartitionStore empty(int index, int partitions) {
    return new PartitionStore("counts", index, partitions, TextValues.INSTANCE, 4);
  }

  /** One batch of a partition: each key with the version as its value, and a row in a pane. */
  private void batch(PartitionStore store, int index, long version, String... keys) {
    StateChanges changes = store.begin(version);
    PartitionChanges partition = changes.partition(index);
    Pane pane = Pane.empty();
    for (String key : keys) {
      if (KeyedState.partitionOf(key, PARTITIONS) == index) {
        partition.set(key, "at " + version);
        pane.rows().add(key + " in " + version);
      }
    }
    partition.pane(pane);
    partition.evict(version - 20);
    partition.encode();
    written.computeIfAbsent(index, i -> new ArrayList<>()).addAll(store.records(changes));
    store.apply(changes);
  }

  private List<PartitionStore> threeBatches() {
    List<PartitionStore> stores = new ArrayList<>();
    for (int i = 0; i < PARTITIONS; i++) {
      PartitionStore store = empty(i, PARTITIONS);
      batch(store, i, 10, "a", "b", "c", "d", "e", "f");
      batch(store, i, 20, "a", "b", "c", "d");
      batch(store, i, 30, "a", "b");
      stores.add(store);
    }
    return stores;
  }

  private static List<String> content(List<PartitionStore> stores) {
    List<String> content = new ArrayList<>();
    for (int i = 0; i < stores.size(); i++) {
      KeyedState state = stores.get(i).begin(1).state();
      for (int p = 0; p < stores.size(); p++) {
        StatePartition partition = state.partition(p);
        partition.values().toMap().forEach((key, value) -> content.add(key + "=" + value));
        partition.panes().forEach((time, pane) -> pane.rows().forEach(r -> content.add("" + r)));
        assertTrue(p == i || partition.keys() == 0, "a key lies in the wrong partition");
      }
    }
    return content.stream().sorted().toList();
  }

  private PartitionStore loaded(int index) {
    PartitionStore store = empty(index, PARTITIONS);
    written
        .getOrDefault(index, List.of())
        .forEach(record -> store.load(record, "log", TextValues.INSTANCE.reading("")));
    store.loaded(30);
    return store;
  }

  @Test
  void changesLeadToThePartition() {
    List<String> before = content(threeBatches());
    assertTrue(before.contains("f=at 10"));
    assertTrue(before.contains("d in 20"));
    assertTrue(before.contains("b in 30"));
    assertEquals(12, before.size(), before::toString);
    assertEquals(before, content(List.of(loaded(0), loaded(1), loaded(2))));
    assertEquals(30, loaded(1).version());
  }

  @Test
  void wholePartitionAndChangesBehindItLeadToIt() {
    List<PartitionStore> stores = threeBatches();
    written.clear();
    for (int i = 0; i < PARTITIONS; i++) {
      written.put(i, new ArrayList<>(stores.get(i).snapshot()));
      assertEquals(Kind.SNAPSHOT, StateChunk.header(written.get(i).get(0), "log").kind());
      batch(stores.get(i), i, 40, "a", "new");
    }
    assertEquals(content(stores), content(List.of(loaded(0), loaded(1), loaded(2))));
  }

  /** Each new partition takes its share of all that the old ones have written. */
  @Test
  void otherNumbersOfPartitionsHoldTheSame() {
    List<String> before = content(threeBatches());
    for (int partitions : new int[] {1, 2, 5}) {
      List<PartitionStore> stores = new ArrayList<>();
      for (int i = 0; i < partitions; i++) {
        PartitionStore store = empty(i, partitions);
        written.forEach(
            (old, records) ->
                records.forEach(
                    record -> store.loadShare(record, "log", TextValues.INSTANCE.reading(""))));
        store.loaded(30);
        stores.add(store);
      }
      assertEquals(before, content(stores), partitions + " partitions");
    }
  }

  @Test
  void noChangesAreNoRecords() {
    PartitionStore store = empty(1, PARTITIONS);
    assertEquals(List.of(), store.records(store.begin(10)));
    batch(store, 1, 10);
    assertEquals(List.of(), written.get(1));
    assertEquals(10, store.version());
    assertEquals(1, store.snapshot().size());
  }

  @Test
  void changesSayOnWhatTheyBuild() {
    PartitionStore store = empty(0, 1);
    store.loaded(20);
    StateChanges changes = store.begin(30);
    changes.partition(0).set("a", "1");
    PartitionChanges second = changes.partition(0);
    second.set("a", "2");
    second.encode();
    assertEquals(
        new StateChunk(Kind.DELTA, 30, 20, 4, 0, true, 1),
        StateChunk.header(store.records(changes).get(0), "log"));
    assertEquals(20, store.version());
    assertEquals(1, changes.filled(0).facts().keys());
    store.apply(changes);
    assertEquals("2", store.look().held("a"));
  }

  @Test
  void damagedRecordSaysWhereItLies() {
    PartitionStore store = empty(0, 1);
    ByteBuffer record = ByteBuffer.wrap(new byte[] {1, 2});
    assertTrue(
        assertThrows(
                DamageException.class,
                () -> store.load(record, "the log", TextValues.INSTANCE.reading("")))
            .getMessage()
            .contains("the log"));
  }
}
