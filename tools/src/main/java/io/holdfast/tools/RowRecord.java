package io.holdfast.tools;

import io.holdfast.kafka.KafkaFormat;
import java.nio.charset.StandardCharsets;

/**
 * A row of text as a record of Kafka.
 *
 * @param keyField the field that is its key; negative for none
 */
record RowRecord(int keyField) implements KafkaFormat<Object> {
  private static final long serialVersionUID = 1L;

  @Override
  public byte[] key(Object row) {
    return keyField < 0
        ? null
        : RowField.of(row.toString(), keyField).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] value(Object row) {
    return row.toString().getBytes(StandardCharsets.UTF_8);
  }
}
