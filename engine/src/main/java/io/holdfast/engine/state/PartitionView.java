package io.holdfast.engine.state;

import io.holdfast.backend.BatchStates;
import io.holdfast.checkpoint.state.KeyedState;
import io.holdfast.checkpoint.state.Pane;
import io.holdfast.checkpoint.state.PartitionChanges;
import io.holdfast.checkpoint.state.StateChanges;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One attempt at a partition of a state, as its task sees it. */
public final class PartitionView implements BatchStates.Partition {
  private final StateChanges batch;
  private final int index;
  private final PartitionChanges changes;

  /** Begins an attempt. */
  public PartitionView(StateChanges batch, int index) {
    this.batch = batch;
    this.index = index;
    this.changes = batch.partition(index);
  }

  @Override
  public long batchMillis() {
    return batch.version();
  }

  @Override
  public boolean isNew() {
    return batch.state().version() == 0;
  }

  @Override
  public boolean owns(Object key) {
    return KeyedState.partitionOf(key, batch.state().partitionCount()) == index;
  }

  @Override
  public Object get(Object key) {
    return changes.get(key);
  }

  @Override
  public void set(Object key, Object value) {
    changes.set(key, value);
  }

  @Override
  public void touch(Object key, Object value) {
    changes.touch(key, value);
  }

  @Override
  public void untouchedSince(long timeMillis, Consumer<Object> action) {
    changes.untouchedSince(timeMillis, action);
  }

  @Override
  public void forEach(BiConsumer<Object, Object> action) {
    changes.forEach(action);
  }

  @Override
  public void forEachRemoved(Consumer<Object> action) {
    changes.forEachRemoved(action);
  }

  @Override
  public void addPane(Map<Object, Object> values) {
    changes.pane(Pane.ofValues(values));
  }

  @Override
  public void addPane(List<Object> rows) {
    changes.pane(Pane.ofRows(rows));
  }

  @Override
  public boolean hasPanes(long after, long through) {
    return !panes(after, through).isEmpty();
  }

  @Override
  public void valuesOfPanes(long after, long through, Consumer<Map<Object, Object>> action) {
    panes(after, through).values().forEach(pane -> action.accept(pane.values()));
  }

  @Override
  public void rowsOfPanes(long after, long through, Consumer<List<Object>> action) {
    panes(after, through).values().forEach(pane -> action.accept(pane.rows()));
  }

  private NavigableMap<Long, Pane> panes(long after, long through) {
    return changes.panes().subMap(after, false, through, true);
  }

  @Override
  public void evict(long through) {
    changes.evict(through);
  }

  @Override
  @SuppressWarnings("unchecked") // only the operation of this state keeps anything here
  public <M> M memo(Supplier<M> first) {
    Object memo = changes.memo();
    if (memo == null) {
      memo = first.get();
      changes.memo(memo);
    }
    return (M) memo;
  }

  @Override
  public void finish() {
    changes.encode();
  }
}
