package io.holdfast.backend.feed;

import io.holdfast.backend.Keys;
import io.holdfast.backend.Step;
import io.holdfast.backend.UserCodeException;
import io.holdfast.stream.Pair;
import io.holdfast.stream.function.Partitioner;
import java.io.Serializable;
import java.util.function.ToIntFunction;

/** Asks the user's partitioner, and checks what it says. */
public record Placement<K, V>(Partitioner<K> partitioner, int partitions, Step step)
    implements ToIntFunction<Pair<K, V>>, Serializable {
  private static final long serialVersionUID = 1L;

  @Override
  public int applyAsInt(Pair<K, V> row) {
    K key = Keys.of(row, step);
    int partition;
    try {
      partition = partitioner.partition(key, partitions);
    } catch (RuntimeException e) {
      throw step.failed(key, e);
    }
    if (partition < 0 || partition >= partitions) {
      throw new UserCodeException(
          step.label()
              + ": the partitioner gives partition "
              + partition
              + " to key '"
              + key
              + "'; there are 0 to "
              + (partitions - 1)
              + ".");
    }
    return partition;
  }
}
