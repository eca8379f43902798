package io.holdfast.engine.state;

import io.holdfast.checkpoint.state.KeyedState;
import io.holdfast.checkpoint.state.StateChanges;
import io.holdfast.checkpoint.state.StateStore;
import io.holdfast.checkpoint.state.StateView;
import io.holdfast.runtime.Closing;
import io.holdfast.stream.BatchTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * All states of a job. Used from the driver's executor; tasks see one batch of them through {@link
 * Batch}.
 */
public class StateSet implements States {
  private final Map<String, StateStore> stores;
  private final int partitions;

  public StateSet(Map<String, StateStore> stores, int partitions) {
    this.stores = new LinkedHashMap<>(stores);
    this.partitions = partitions;
  }

  @Override
  public Map<String, StateStore> logs() {
    return stores;
  }

  @Override
  public StateView view(String name) {
    return stores.get(name).look();
  }

  @Override
  public Batch begin(BatchTime batch) {
    Map<String, StateChanges> changes = new LinkedHashMap<>();
    stores.forEach((name, store) -> changes.put(name, store.begin(batch.epochMillis())));
    return new Batch(changes);
  }

  /**
   * When the future is complete, the version of the batch is durable in all states (F4). It
   * completes with what is durable: for a batch that has committed in part before, the changes of
   * then.
   */
  public CompletableFuture<Batch> persist(Batch batch) {
    Map<String, CompletableFuture<StateChanges>> persisted = new LinkedHashMap<>();
    stores.forEach((name, store) -> persisted.put(name, store.persist(batch.changes.get(name))));
    return CompletableFuture.allOf(persisted.values().toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> durable(persisted));
  }

  /** Makes a durable version the current one. */
  public void apply(Batch durable) {
    stores.forEach((name, store) -> store.apply(durable.changes.get(name)));
  }

  private Batch durable(Map<String, CompletableFuture<StateChanges>> persisted) {
    Map<String, StateChanges> changes = new LinkedHashMap<>();
    persisted.forEach((name, future) -> changes.put(name, future.join()));
    return new Batch(changes);
  }

  @Override
  public void close() {
    Closing.all(stores.values().stream().map(store -> store::close));
  }

  /** The states as one batch sees and changes them. */
  public final class Batch implements States.Batch {
    private final Map<String, StateChanges> changes;

    private Batch(Map<String, StateChanges> changes) {
      this.changes = changes;
    }

    @Override
    public CompletableFuture<Batch> persist() {
      return StateSet.this.persist(this);
    }

    @Override
    public void apply() {
      StateSet.this.apply(this);
    }

    @Override
    public int partitionCount() {
      return partitions;
    }

    @Override
    public int partitionOf(Object key) {
      return KeyedState.partitionOf(key, partitions);
    }

    @Override
    public Partition partition(String state, int partition) {
      return new PartitionView(changes.get(state), partition);
    }

    @Override
    public void forEach(String state, int partition, BiConsumer<Object, Object> action) {
      changes.get(state).filled(partition).forEach(action);
    }
  }
}
