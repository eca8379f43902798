package io.holdfast.backend.state;

import io.holdfast.backend.PartitionTask.Rows;
import io.holdfast.backend.StateTask;
import io.holdfast.stream.Pair;
import io.holdfast.stream.function.ReduceFunction;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Yields what the panes of the window reduce to for each key. Works with any associative function;
 * what has been reduced once is kept in a {@link PaneTree}.
 */
public final class MergeWindowOp<K, V> extends KeyWindowOp<K, V, V> {
  private static final long serialVersionUID = 1;

  private final ReduceFunction<V> function;
  private final long intervalMillis;

  /**
   * A window.
   *
   * @param intervalMillis between batches; the finest grain of what is kept reduced
   */
  public MergeWindowOp(ReduceFunction<V> function, long windowMillis, long intervalMillis) {
    super(windowMillis);
    this.function = function;
    this.intervalMillis = intervalMillis;
  }

  @Override
  @SuppressWarnings("unchecked") // the panes of this name hold what this operation has put there
  Rows<Pair<K, V>> yields(StateTask<Pair<K, V>> task, Map<Object, Object> arrived, long after) {
    PaneTree tree = task.state().memo(() -> new PaneTree(intervalMillis));
    PaneTree.Reduction reduction = (left, right) -> task.reduced(function, (V) left, (V) right);
    Map<Object, Object> merged = new HashMap<>();
    tree.reduceInto(merged, task.state(), after, reduction);
    reduction.addAll(merged, arrived);
    return out -> merged.forEach((key, value) -> out.accept(new Pair<>((K) key, (V) value)));
  }

  @Override
  public List<Serializable> functions() {
    return List.of(function);
  }
}
