package io.holdfast.sink;

import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.Storage;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where an output goes, as the user defines it: a value without open resources, part of the
 * checkpointed graph.
 *
 * @param <T> rows
 */
public interface BatchSink<T> extends Serializable {

  /** What it promises, and why, for a driver that runs with guarantee {@code processing}. */
  SinkPromise promise(Guarantee processing);

  /**
   * Opens the sink for one driver. When this returns, drivers of older epochs can no longer commit
   * to this output, and what they staged without committing is out of the way.
   *
   * @throws io.holdfast.WrongApplicationException if the place belongs to another application or
   *     output
   */
  SinkSession<T> open(SinkContext context);

  /**
   * Reads back what is committed to an output of this sink, as anybody would who looks at the
   * place; for tools that compare it with what it should be.
   *
   * @param output name of the output
   * @param places the storage behind a location, for sinks that use one
   * @return every row as text; empty if this sink has no way to read itself back
   * @throws io.holdfast.HoldfastException if what is there cannot be read
   */
  default Optional<List<CommittedRow>> committedRows(
      String output, Function<String, Storage> places) {
    return Optional.empty();
  }

  /**
   * The functions of the user that it holds. A checkpoint remembers their code, and is not restored
   * to other code without a word.
   */
  default List<Serializable> functions() {
    return List.of();
  }

  /** A row, and the batch that committed it. */
  record CommittedRow(BatchTime batch, String row) {}

  /** A promise with its reason in one line. */
  record SinkPromise(Guarantee guarantee, String reason) {}
}
