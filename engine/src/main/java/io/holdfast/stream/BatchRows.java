package io.holdfast.stream;

import io.holdfast.wal.storage.Storage;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The rows of one output of one batch, computed and in memory, by partition.
 *
 * @param places the storage behind a location, see {@link #storage}
 */
public record BatchRows<T>(
    BatchTime time, List<List<T>> partitions, Function<String, Storage> places) {

  /**
   * The storage behind a path or a URI, as sinks get theirs: the real one in production, a
   * simulated one when the job is proven. What a function writes there is durable when the storage
   * says so, and is not part of any transaction: a batch may come again after a crash.
   */
  public Storage storage(String location) {
    return places.apply(location);
  }

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
