package io.holdfast.engine.cluster;

import io.holdfast.checkpoint.state.KeyedState;
import io.holdfast.checkpoint.state.StateView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What others see of a state whose entries are elsewhere: each question reads the partitions that
 * it is about.
 */
record PlacedView(PartitionLoader loader, String name, int partitions, long version)
    implements StateView {

  private StateView partition(int index) {
    return loader.load(name, index, partitions, version).look();
  }

  private StateView of(Object key) {
    return partition(KeyedState.partitionOf(key, partitions));
  }

  @Override
  public Optional<Object> value(Object key) {
    return of(key).value(key);
  }

  @Override
  public Object held(Object key) {
    return of(key).held(key);
  }

  @Override
  public Map<Object, Object> values() {
    Map<Object, Object> all = new HashMap<>();
    for (int i = 0; i < partitions; i++) {
      all.putAll(partition(i).values());
    }
    return all;
  }

  @Override
  public NavigableMap<Long, List<List<Object>>> rows(long after, long through) {
    NavigableMap<Long, List<List<Object>>> all = new TreeMap<>();
    for (int i = 0; i < partitions; i++) {
      partition(i)
          .rows(after, through)
          .forEach((time, rows) -> all.computeIfAbsent(time, t -> new ArrayList<>()).addAll(rows));
    }
    return all;
  }

  @Override
  public Object copy(Object value) {
    return loader.copy(value);
  }
}
