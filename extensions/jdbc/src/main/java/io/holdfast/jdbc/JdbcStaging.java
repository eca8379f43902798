package io.holdfast.jdbc;

import io.holdfast.sink.PartStaging;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.storage.Storage;
import java.util.function.Function;

/**
 * Takes the values of columns out of rows, where the rows are; they reach the database by the
 * driver's transaction.
 *
 * @param zeroCharacters whether text may hold the character 0
 */
record JdbcStaging<T>(Target<T> target, boolean zeroCharacters) implements PartStaging<T> {
  private static final long serialVersionUID = 1L;

  @Override
  public PartWriter<T> stage(
      BatchTime batch, int partition, int attempt, Function<String, Storage> places) {
    return new JdbcPartWriter<>(target, zeroCharacters, partition);
  }
}
