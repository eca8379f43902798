package io.holdfast.checkpoint.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Values, touches and panes come back from the log as they were, with as many partitions as before
 * or with others, from deltas alone or from a snapshot.
 */
final class StateReloadTest {
  private static final long FIRST_SEED = 4200;
  private static final int RUNS = 60;
  private static final int BATCHES = 40;
  private static final List<String> KEYS = List.of("lock", "reef", "tide", "hold", "fast", "rope");

  private final StateLife life = new StateLife();

  /** What the state has to be, in one piece. */
  private static final class Model {
    private final Map<Object, Object> values = new TreeMap<>();
    private final Map<Object, Long> touches = new TreeMap<>();
    private final TreeMap<Long, Map<Object, Object>> paneValues = new TreeMap<>();
    private final TreeMap<Long, List<Object>> paneRows = new TreeMap<>();

    void evict(long through) {
      paneValues.headMap(through, true).clear();
      paneRows.headMap(through, true).clear();
    }

    void requireIs(KeyedState state) {
      Model found = new Model();
      for (int p = 0; p < state.partitionCount(); p++) {
        StatePartition partition = state.partition(p);
        found.values.putAll(partition.values().toMap());
        found.touches.putAll(partition.touches());
        List<Long> order = List.copyOf(partition.touches().values());
        assertEquals(order.stream().sorted().toList(), order);
        partition.panes().forEach(found::add);
      }
      assertEquals(values, found.values);
      assertEquals(touches, found.touches);
      assertEquals(paneValues, found.paneValues);
      found.paneRows.values().forEach(rows -> rows.sort(null));
      assertEquals(paneRows, found.paneRows);
      assertEquals(!paneValues.isEmpty() || !paneRows.isEmpty(), state.holdsPanes());
      assertEquals(
          touches.values().stream().mapToLong(t -> t).min().orElse(KeyedState.UNTOUCHED),
          state.oldestTouchMillis());
    }

    void add(long time, Pane pane) {
      if (!pane.values().isEmpty()) {
        paneValues.computeIfAbsent(time, t -> new TreeMap<>()).putAll(pane.values());
      }
      if (!pane.rows().isEmpty()) {
        paneRows.computeIfAbsent(time, t -> new ArrayList<>()).addAll(pane.rows());
      }
    }
  }

  @Test
  void whatIsReloadedIsWhatWasThere() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
      run(new SplittableRandom(seed), new StateLife());
    }
  }

  @Test
  void changesOfABatchThatHasCommittedInPartTakeThePlaceOfItsReRun() {
    SplittableRandom random = new SplittableRandom(FIRST_SEED);
    Model model = new Model();
    StateStore store = life.openAs(2, 1 << 20, 1, 0);
    batch(store, 10, model, random, life);
    batch(store, 20, model, random, life);
    StateStore again = life.openAs(5, 1 << 20, 2, 10, 20L);
    StateChanges rerun = again.begin(20);
    rerun.partition(0).encode();
    CompletableFuture<StateChanges> durable = again.persist(rerun);
    life.scheduler.runReady();
    again.apply(durable.join());
    model.requireIs(again.state());
  }

  private static void run(SplittableRandom random, StateLife life) {
    Model model = new Model();
    long snapshotBytes = random.nextBoolean() ? 8L << 20 : 200;
    StateStore store = life.openAs(1 + random.nextInt(4), snapshotBytes, 1, 0);
    long epoch = 1;
    for (long version = 10; version <= 10L * BATCHES; version += 10) {
      batch(store, version, model, random, life);
      model.requireIs(store.state());
      if (random.nextInt(4) == 0) {
        store = life.openAs(1 + random.nextInt(4), snapshotBytes, ++epoch, version);
        model.requireIs(store.state());
      }
    }
  }

  private static void batch(
      StateStore store, long version, Model model, SplittableRandom random, StateLife life) {
    StateChanges changes = store.begin(version);
    int count = store.state().partitionCount();
    List<PartitionChanges> partitions =
        IntStream.range(0, count).mapToObj(changes::partition).toList();
    if (random.nextInt(3) == 0) {
      long through = version - 10L * random.nextInt(6) - 10;
      partitions.forEach(partition -> partition.evict(through));
      model.evict(through);
    }
    Map<Integer, Map<Object, Object>> panes = new HashMap<>();
    for (String key : KEYS) {
      int index = KeyedState.partitionOf(key, count);
      change(partitions.get(index), key, version, model, random);
      if (random.nextInt(4) == 0) {
        panes.computeIfAbsent(index, i -> new HashMap<>()).put(key, "pane " + version);
      }
    }
    for (int i = 0; i < count; i++) {
      Pane pane =
          random.nextBoolean()
              ? Pane.ofRows(new ArrayList<>(List.of("row " + i, "row " + random.nextInt(9))))
              : Pane.ofValues(panes.getOrDefault(i, Map.of()));
      partitions.get(i).pane(pane);
      model.add(version, pane);
      partitions.get(i).encode();
    }
    model.paneRows.values().forEach(rows -> rows.sort(null));
    CompletableFuture<StateChanges> durable = store.persist(changes);
    life.scheduler.runReady();
    store.apply(durable.join());
    life.scheduler.runReady();
  }

  private static void change(
      PartitionChanges partition, String key, long version, Model model, SplittableRandom random) {
    String value = "value " + version;
    switch (random.nextInt(6)) {
      case 0 -> {
        partition.set(key, value);
        model.values.put(key, value);
        model.touches.remove(key);
      }
      case 1 -> {
        partition.touch(key, value);
        model.values.put(key, value);
        model.touches.put(key, version);
      }
      case 2 -> {
        partition.set(key, null);
        model.values.remove(key);
        model.touches.remove(key);
      }
      default -> {}
    }
  }
}
