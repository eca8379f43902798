package io.holdfast.backend;

import java.util.function.Consumer;

/** What an output does with each of its partitions; runs on a task thread. */
@FunctionalInterface
public interface PartitionTask<T, R> {

  /** Rows of one partition; may be walked once. */
  @FunctionalInterface
  interface Rows<T> {
    void forEach(Consumer<? super T> action);
  }

  R run(int partition, Rows<T> rows);
}
