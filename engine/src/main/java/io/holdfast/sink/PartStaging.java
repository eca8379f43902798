package io.holdfast.sink;

import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.storage.Storage;
import java.io.Serializable;
import java.util.function.Function;

/**
 * Stages parts of an output in other processes than that of the driver whose {@link SinkSession}
 * commits them: a value that is sent there. Made by {@link SinkSession#elsewhere}.
 *
 * <p>Parts of several attempts at a partition may be staged at the same time, also after one of
 * them was committed, and by processes that the driver takes for dead. Only what is handed to
 * {@link SinkSession#commit} becomes visible.
 *
 * @param <T> rows
 */
public interface PartStaging<T> extends Serializable {

  /**
   * Begins to stage one partition.
   *
   * @param attempt a number that no other attempt at this partition has
   * @param places the storage at a place named by the user; closed by the caller
   */
  PartWriter<T> stage(
      BatchTime batch, int partition, int attempt, Function<String, Storage> places);
}
