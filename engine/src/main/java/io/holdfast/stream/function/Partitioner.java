package io.holdfast.stream.function;

import java.io.Serializable;

/** Decides in which partition the rows of a key are. Must be deterministic, in every JVM. */
@FunctionalInterface
public interface Partitioner<K> extends Serializable {
  /**
   * The partition of a key.
   *
   * @return from 0 to {@code partitions} - 1
   */
  int partition(K key, int partitions);
}
