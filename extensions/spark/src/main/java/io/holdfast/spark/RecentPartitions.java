package io.holdfast.spark;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What this process has of the partitions of states that its tasks have updated in the last
 * batches. A partition that others have updated for so long is in memory there, and dropped here.
 * Any thread.
 *
 * @param <V> what it has of one
 */
final class RecentPartitions<V> {
  private final int batches;
  private final Supplier<V> make;
  private final Map<String, OfState<V>> states = new HashMap<>();

  private static final class OfState<V> {
    private final NavigableSet<Long> versions = new TreeSet<>();
    private final Map<Integer, Used<V>> partitions = new HashMap<>();
  }

  private record Used<V>(V value, long version) {}

  /**
   * Begins with nothing.
   *
   * @param batches a partition is dropped when its state was updated here in so many since
   * @param make what is there of a partition that is new here
   */
  RecentPartitions(int batches, Supplier<V> make) {
    this.batches = batches;
    this.make = make;
  }

  /** What is here of a partition, which is updated to a version. */
  synchronized V of(String state, int partition, long version) {
    OfState<V> all = states.computeIfAbsent(state, name -> new OfState<>());
    Used<V> known = all.partitions.get(partition);
    V value = known == null ? make.get() : known.value();
    all.partitions.put(partition, new Used<>(value, version));
    all.versions.add(version);
    if (all.versions.size() > batches) {
      all.versions.pollFirst();
      long oldest = all.versions.first();
      all.partitions.values().removeIf(used -> used.version() < oldest);
    }
    return value;
  }

  /** How many partitions are here. */
  synchronized int size() {
    return states.values().stream().mapToInt(state -> state.partitions.size()).sum();
  }
}
