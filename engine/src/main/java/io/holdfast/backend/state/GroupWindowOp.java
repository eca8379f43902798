package io.holdfast.backend.state;

import io.holdfast.backend.PartitionTask.Rows;
import io.holdfast.backend.StateTask;
import io.holdfast.stream.Pair;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Yields all values of each key in the window, those of older batches first. */
public final class GroupWindowOp<K, V> extends KeyWindowOp<K, List<V>, List<V>> {
  private static final long serialVersionUID = 1;

  public GroupWindowOp(long windowMillis) {
    super(windowMillis);
  }

  @Override
  Rows<Pair<K, List<V>>> yields(
      StateTask<Pair<K, List<V>>> task, Map<Object, Object> arrived, long after) {
    Map<K, List<V>> groups = new HashMap<>();
    task.state().valuesOfPanes(after, task.state().batchMillis(), pane -> add(pane, groups));
    add(arrived, groups);
    return out -> groups.forEach((key, values) -> out.accept(new Pair<>(key, values)));
  }

  @SuppressWarnings("unchecked") // the panes of this name hold what this operation has put there
  private static <K, V> void add(Map<Object, Object> pane, Map<K, List<V>> groups) {
    pane.forEach(
        (key, values) ->
            groups.computeIfAbsent((K) key, k -> new ArrayList<>()).addAll((List<V>) values));
  }

  @Override
  public List<Serializable> functions() {
    return List.of();
  }
}
