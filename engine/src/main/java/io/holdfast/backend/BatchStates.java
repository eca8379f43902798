package io.holdfast.backend;

/** The keyed states as the tasks of one batch see them. */
public interface BatchStates {

  /** How many partitions every state has; stateful operations are shuffled into as many. */
  int partitionCount();

  /** The partition that holds a key. */
  int partitionOf(Object key);

  /** Begins one attempt to update a partition of a state. Used by one task. */
  Partition partition(String state, int partition);

  /**
   * One partition: values before the batch can be read, new ones set; nothing counts before {@link
   * #finish}.
   */
  interface Partition {
    Object get(Object key);

    /** Sets a value; null removes the key. */
    void set(Object key, Object value);

    /** The task has seen all keys; its changes take part in the batch. */
    void finish();
  }
}
