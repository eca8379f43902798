package io.holdfast.stream;

import java.util.List;
import java.util.function.Consumer;

/** The rows of one output of one batch, computed and in memory, by partition. */
public record BatchRows<T>(BatchTime time, List<List<T>> partitions) {

  public long count() {
    return partitions.stream().mapToLong(List::size).sum();
  }

  public void forEach(Consumer<? super T> action) {
    partitions.forEach(partition -> partition.forEach(action));
  }

  /** The first {@code limit} rows in the order of the partitions. */
  public List<T> take(int limit) {
    return partitions.stream().flatMap(List::stream).limit(limit).toList();
  }
}
