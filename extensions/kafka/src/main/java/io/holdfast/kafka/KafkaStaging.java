package io.holdfast.kafka;

import io.holdfast.sink.PartStaging;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.storage.Storage;
import java.util.function.Function;

/**
 * Makes records of rows, where the rows are; they reach the topic by the driver's transaction.
 *
 * @param format of rows
 */
record KafkaStaging<T>(KafkaFormat<? super T> format) implements PartStaging<T> {
  private static final long serialVersionUID = 1L;

  @Override
  public PartWriter<T> stage(
      BatchTime batch, int partition, int attempt, Function<String, Storage> places) {
    return new KafkaPartWriter<>(partition, format);
  }
}
