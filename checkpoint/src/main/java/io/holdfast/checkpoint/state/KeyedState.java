package io.holdfast.checkpoint.state;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One named state at one version, in memory: values by key, and for windows the panes of its
 * batches, in partitions. Read by tasks while a batch runs; changed only between batches by {@link
 * StateStore#apply}, when the change is durable.
 */
public final class KeyedState {
  /** No key was touched. */
  public static final long UNTOUCHED = Long.MAX_VALUE;

  private final String name;
  private final List<StatePartition> partitions;
  private long version;
  private final EntryRouter<StatePartition> replay;

  KeyedState(String name, int partitionCount) {
    this.name = name;
    this.partitions =
        IntStream.range(0, partitionCount).mapToObj(i -> new StatePartition()).toList();
    this.replay = new EntryRouter<>(partitions, StatePartition::apply);
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
    return partitions.stream().mapToLong(StatePartition::keys).sum();
  }

  /** Whether any pane is left that a window has to let go some time. */
  public boolean holdsPanes() {
    return partitions.stream().anyMatch(partition -> !partition.panes().isEmpty());
  }

  /** When the key was touched that was not touched for longest; {@link #UNTOUCHED} if none was. */
  public long oldestTouchMillis() {
    return partitions.stream()
        .mapToLong(
            partition ->
                partition.touches().isEmpty()
                    ? UNTOUCHED
                    : partition.touches().values().iterator().next())
        .min()
        .orElse(UNTOUCHED);
  }

  public Object get(int partition, Object key) {
    return partitions.get(partition).get(key);
  }

  StatePartition partition(int partition) {
    return partitions.get(partition);
  }

  /** Replays one change where it belongs. */
  void apply(StateEntry entry) {
    replay.route(entry);
  }

  /** Ends a load. */
  void settle(long loadedVersion) {
    version = loadedVersion;
    partitions.forEach(StatePartition::settle);
  }

  void version(long value) {
    version = value;
  }
}
