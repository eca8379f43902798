package io.holdfast.backend;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The named states as the tasks of one batch see them. */
public interface BatchStates {

  /** How many partitions every state has; stateful operations are shuffled into as many. */
  int partitionCount();

  /** The partition that holds a key. */
  int partitionOf(Object key);

  /** Begins one attempt to update a partition of a state. Used by one task. */
  Partition partition(String state, int partition);

  /** All keys of a partition with the values that they have after this batch; it is finished. */
  void forEach(String state, int partition, BiConsumer<Object, Object> action);

  /**
   * One partition: what was there before the batch can be read, changes are collected; nothing
   * counts before {@link #finish}. Times are those of batches, in milliseconds since 1970.
   */
  interface Partition {
    /** The batch. */
    long batchMillis();

    /** No batch has counted in this state before. */
    boolean isNew();

    /** Whether the key belongs here. */
    boolean owns(Object key);

    /** The value as this task has left it so far; null if there is none. */
    Object get(Object key);

    /** Sets a value; null removes the key. */
    void set(Object key, Object value);

    /** The same for a state with time-outs: the key's time begins anew. */
    void touch(Object key, Object value);

    /** Keys that were last touched at that time or before, and that this task has not set. */
    void untouchedSince(long timeMillis, Consumer<Object> action);

    /** All keys and values as this task has left them so far. */
    void forEach(BiConsumer<Object, Object> action);

    /** The keys that had a value before the batch and have none now. */
    void forEachRemoved(Consumer<Object> action);

    /** The pane of this batch in a window by key; from then on the map is the state's. */
    void addPane(Map<Object, Object> values);

    /** The pane of this batch in a window of rows; from then on the list is the state's. */
    void addPane(List<Object> rows);

    /** Whether an earlier batch behind {@code after}, up to {@code through}, has left a pane. */
    boolean hasPanes(long after, long through);

    /** The panes by key of earlier batches behind {@code after}, up to {@code through}, by time. */
    void valuesOfPanes(long after, long through, Consumer<Map<Object, Object>> action);

    /** The same for a window of rows. */
    void rowsOfPanes(long after, long through, Consumer<List<Object>> action);

    /** Lets go the panes up to this time. */
    void evict(long through);

    /**
     * What the operation wants to keep here between batches; may be lost at any time. Nothing in it
     * may depend on this batch, which may be begun again.
     */
    <M> M memo(Supplier<M> first);

    /** The task has seen all keys; its changes take part in the batch. */
    void finish();
  }
}
