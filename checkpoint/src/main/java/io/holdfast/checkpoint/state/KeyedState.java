package io.holdfast.checkpoint.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The values of one named state at one version, in memory, partitioned by key. Read by tasks while
 * a batch runs; changed only between batches by {@link StateStore#apply}, when the change is
 * durable.
 */
public final class KeyedState {
  private final String name;
  private final List<Map<Object, Object>> partitions;
  private long version;

  KeyedState(String name, int partitionCount) {
    this.name = name;
    this.partitions =
        IntStream.range(0, partitionCount)
            .mapToObj(i -> (Map<Object, Object>) new HashMap<Object, Object>())
            .toList();
  }

  /** The partition of a key among {@code partitionCount}; the same rule as the shuffle's. */
  public static int partitionOf(Object key, int partitionCount) {
    int hash = key == null ? 0 : key.hashCode();
    return Math.floorMod(hash ^ (hash >>> 16), partitionCount);
  }

  public String name() {
    return name;
  }

  /** The batch after which the state is like this; 0 before the first. */
  public long version() {
    return version;
  }

  public int partitionCount() {
    return partitions.size();
  }

  public long keys() {
    return partitions.stream().mapToLong(Map::size).sum();
  }

  public Object get(int partition, Object key) {
    return partitions.get(partition).get(key);
  }

  Map<Object, Object> partition(int partition) {
    return partitions.get(partition);
  }

  void set(Object key, Object value) {
    Map<Object, Object> partition = partitions.get(partitionOf(key, partitions.size()));
    if (value == null) {
      partition.remove(key);
    } else {
      partition.put(key, value);
    }
  }

  void clear() {
    partitions.forEach(Map::clear);
  }

  void version(long value) {
    version = value;
  }
}
