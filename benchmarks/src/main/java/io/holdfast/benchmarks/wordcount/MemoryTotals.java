package io.holdfast.benchmarks.wordcount;

import io.holdfast.backend.BatchStates;
import io.holdfast.checkpoint.state.KeyedState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A state by key in hash maps, changed at once and gone with the process: what a job has that
 * cannot recover. One state, in the partitions of the shuffle; nothing but values by key.
 */
final class MemoryTotals implements BatchStates {
  private final List<Map<Object, Object>> partitions;
  private long batchMillis;

  MemoryTotals(int partitionCount) {
    this.partitions = IntStream.range(0, partitionCount).mapToObj(i -> newMap()).toList();
  }

  private static Map<Object, Object> newMap() {
    return new HashMap<>();
  }

  /** The batch that is next, in milliseconds since 1970. */
  void batch(long millis) {
    batchMillis = millis;
  }

  @Override
  public int partitionCount() {
    return partitions.size();
  }

  @Override
  public int partitionOf(Object key) {
    return KeyedState.partitionOf(key, partitions.size());
  }

  @Override
  public Partition partition(String state, int partition) {
    return new Totals(partition, partitions.get(partition));
  }

  @Override
  public void forEach(String state, int partition, BiConsumer<Object, Object> action) {
    partitions.get(partition).forEach(action);
  }

  private final class Totals implements Partition {
    private final int index;
    private final Map<Object, Object> values;

    Totals(int index, Map<Object, Object> values) {
      this.index = index;
      this.values = values;
    }

    @Override
    public long batchMillis() {
      return batchMillis;
    }

    @Override
    public boolean isNew() {
      return false;
    }

    @Override
    public boolean owns(Object key) {
      return partitionOf(key) == index;
    }

    @Override
    public Object get(Object key) {
      return values.get(key);
    }

    @Override
    public void set(Object key, Object value) {
      if (value == null) {
        values.remove(key);
      } else {
        values.put(key, value);
      }
    }

    @Override
    public void touch(Object key, Object value) {
      throw noMore();
    }

    @Override
    public void untouchedSince(long timeMillis, Consumer<Object> action) {
      throw noMore();
    }

    @Override
    public void forEach(BiConsumer<Object, Object> action) {
      values.forEach(action);
    }

    @Override
    public void forEachRemoved(Consumer<Object> action) {
      throw noMore();
    }

    @Override
    public void addPane(Map<Object, Object> pane) {
      throw noMore();
    }

    @Override
    public void addPane(List<Object> rows) {
      throw noMore();
    }

    @Override
    public boolean hasPanes(long after, long through) {
      return false;
    }

    @Override
    public void valuesOfPanes(long after, long through, Consumer<Map<Object, Object>> action) {
      throw noMore();
    }

    @Override
    public void rowsOfPanes(long after, long through, Consumer<List<Object>> action) {
      throw noMore();
    }

    @Override
    public void evict(long through) {
      throw noMore();
    }

    @Override
    public <M> M memo(Supplier<M> first) {
      return first.get();
    }

    @Override
    public void finish() {
      // Changes count at once.
    }

    private UnsupportedOperationException noMore() {
      return new UnsupportedOperationException("the word count needs values by key only");
    }
  }
}
