package io.holdfast.backend;

import java.util.Optional;
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

  /**
   * The same as a value that can be sent to another process; empty if it has to run in that of the
   * driver, to which then the rows are sent.
   */
  default Optional<SentTask<T, R>> elsewhere() {
    return Optional.empty();
  }
}
