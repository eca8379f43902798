package io.holdfast.backend;

import io.holdfast.stream.Pair;
import io.holdfast.stream.function.ReduceFunction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The work of a state on one of its partitions in one batch.
 *
 * @param arrived rows
 * @param state the partition
 * @param emits whether the batch is one in which the state yields rows
 * @param step what errors are reported as
 */
public record StateTask<I>(
    PartitionTask.Rows<I> arrived, BatchStates.Partition state, boolean emits, Step step) {

  /** What has arrived by key, for a state that takes it so. */
  @SuppressWarnings("unchecked") // a state that takes rows by key is only given pairs
  public Map<Object, Object> arrivedByKey() {
    Map<Object, Object> values = new HashMap<>();
    arrived.forEach(
        row -> {
          Pair<Object, Object> pair = (Pair<Object, Object>) row;
          values.put(pair.key(), pair.value());
        });
    return values;
  }

  /** Calls a function of the user's on two values. */
  public <V> V reduced(ReduceFunction<V> function, V left, V right) {
    V result;
    try {
      result = function.apply(left, right);
    } catch (RuntimeException e) {
      throw step.failed(List.of(left, right), e);
    }
    return result != null ? result : step.row(null, List.of(left, right));
  }
}
