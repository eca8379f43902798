package io.holdfast.checkpoint.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.checkpoint.state.StateChunk.Kind;
import io.holdfast.checkpoint.state.StateStore.Wanted;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Snapshots of a state that is much larger than what a batch changes: written beside batches. */
class StateSnapshotTest {
  private static final long FIRST_SEED = 20_261_122;
  private static final int SEEDS = 12;
  private static final int KEYS = 300;
  private static final int BATCHES = 110;
  private static final long SNAPSHOT_BYTES = 1_200;

  private final Map<Long, Map<Object, Object>> versions = new HashMap<>();

  /**
   * After each batch the state is loaded from what a retained checkpoint would keep: as it is, and
   * as it was two batches before.
   */
  @Test
  void whatIsLeftOfTheLogLeadsToEveryVersionThatIsKept() {
    long spread = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      StateLife life = new StateLife();
      life.log = LogOptions.DEFAULT.withSegmentBytes(4 << 10);
      run(new SplittableRandom(seed), life, "seed " + seed);
      spread += snapshotsWithDeltasBetween(life);
    }
    assertTrue(spread >= SEEDS, "only " + spread + " snapshots took several batches");
  }

  private void run(SplittableRandom random, StateLife life, String seed) {
    StateStore store = life.openAs(1 + random.nextInt(3), SNAPSHOT_BYTES, 1, 0);
    TreeMap<Object, Object> model = new TreeMap<>();
    long epoch = 1;
    for (long version = 1; version <= BATCHES; version++) {
      batch(store, version, model, random, life);
      versions.put(version, new TreeMap<>(model));
      long oldest = Math.max(1, version - 2);
      assertTrue(store.release(store.neededFromLsn(oldest)) >= 0);
      assertEquals(versions.get(version), loaded(life, version), seed + " version " + version);
      assertEquals(versions.get(oldest), loaded(life, oldest), seed + " version " + oldest);
      if (random.nextInt(50) == 0) {
        // Another driver, whose predecessor's last batch has to run again.
        version = oldest;
        store = life.openAs(1 + random.nextInt(3), SNAPSHOT_BYTES, ++epoch, version);
        model = new TreeMap<>(versions.get(version));
      }
    }
  }

  private static void batch(
      StateStore store,
      long version,
      Map<Object, Object> model,
      SplittableRandom random,
      StateLife life) {
    StateChanges changes = store.begin(version);
    List<PartitionChanges> partitions =
        IntStream.range(0, store.state().partitionCount()).mapToObj(changes::partition).toList();
    int count = version == 1 ? KEYS : 1 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      String key = "key " + (version == 1 ? i : random.nextInt(2 * KEYS));
      PartitionChanges partition = partitions.get(KeyedState.partitionOf(key, partitions.size()));
      assertEquals(model.get(key), partition.get(key));
      String value = random.nextInt(3) == 0 ? null : "value " + version;
      partition.set(random.nextBoolean() ? key : String.valueOf(key.toCharArray()), value);
      assertEquals(value, partition.get(key));
      if (value == null) {
        model.remove(key);
      } else {
        model.put(key, value);
      }
    }
    partitions.forEach(PartitionChanges::encode);
    CompletableFuture<StateChanges> durable = store.persist(changes);
    life.scheduler.runReady();
    store.apply(durable.join());
    life.scheduler.runReady();
  }

  private static Map<Object, Object> loaded(StateLife life, long version) {
    KeyedState state = StateStore.emptyState("counts", 2);
    Object unused =
        StateStore.load(
            new StateStore.Source(life.storage, StateLife.DIRECTORY, StateLife.ID, 0),
            state,
            life.codec,
            new Wanted(version, Set.of()));
    Map<Object, Object> values = new TreeMap<>();
    for (int p = 0; p < state.partitionCount(); p++) {
      values.putAll(state.partition(p).values().toMap());
    }
    return values;
  }

  private static long snapshotsWithDeltasBetween(StateLife life) {
    List<StateChunk> ends = new ArrayList<>();
    Object unused =
        LogScanner.scan(
            life.storage,
            StateLife.DIRECTORY,
            StateLife.ID,
            0,
            (segment, record) -> {
              StateChunk chunk = StateChunk.header(record.payload(), "log");
              if (chunk.kind() == Kind.SNAPSHOT && chunk.last()) {
                ends.add(chunk);
              }
            });
    return ends.stream().filter(chunk -> chunk.version() > chunk.previous()).count();
  }
}
