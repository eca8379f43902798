package io.holdfast.benchmarks.kernels;

import io.holdfast.checkpoint.state.KeyedState;
import io.holdfast.checkpoint.state.PartitionChanges;
import io.holdfast.checkpoint.state.StateChanges;
import io.holdfast.checkpoint.state.StateStore;
import io.holdfast.engine.state.KryoValues;
import io.holdfast.engine.state.StateClasses;
import io.holdfast.examples.WordTotal;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.Fence;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.WriteAheadLog.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a batch changes in the word count's state, on its way into the state's log. */
@State(Scope.Benchmark)
public class DeltaKernel {
  static final int KEYS = 1_000;
  private static final int PARTITIONS = 2;
  private static final int WORD_TOTAL_ID = 1000;
  private static final String DIRECTORY = "state/totals";

  private final SimulatedScheduler scheduler = new SimulatedScheduler(1, 1_700_000_000_000L);
  private final List<List<String>> keys = new ArrayList<>();
  private StateStore store;
  private long version;

  /** Starts an empty state and makes the keys of each partition. */
  @Setup
  public void make() {
    KryoValues codec =
        new KryoValues(StateClasses.REGISTERED.with(WORD_TOTAL_ID, WordTotal.class), Set.of());
    store =
        StateStore.load(
                new StateStore.Source(new ForgetfulStorage(), DIRECTORY, new LogId(1, 2), 0),
                StateStore.emptyState("totals", PARTITIONS),
                codec,
                new StateStore.Wanted(0, Set.of()))
            .start(
                new Writer("state", 1, Fence.NONE),
                new StateStore.Options(LogOptions.DEFAULT, Long.MAX_VALUE),
                scheduler);
    for (int p = 0; p < PARTITIONS; p++) {
      keys.add(new ArrayList<>());
    }
    for (int i = 0; i < KEYS; i++) {
      String key = "word" + (10_000 + i);
      keys.get(KeyedState.partitionOf(key, PARTITIONS)).add(key);
    }
  }

  /** One batch: collected, encoded and forced. */
  @Benchmark
  @OperationsPerInvocation(KEYS)
  public StateChanges write() {
    StateChanges changes = store.begin(++version);
    for (int p = 0; p < PARTITIONS; p++) {
      PartitionChanges partition = changes.partition(p);
      for (String key : keys.get(p)) {
        partition.set(key, new WordTotal(3, 1000 + version));
      }
      partition.encode();
    }
    var durable = store.persist(changes);
    scheduler.runReady();
    return durable.join();
  }
}
