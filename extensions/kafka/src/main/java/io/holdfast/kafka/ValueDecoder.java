package io.holdfast.kafka;

import io.holdfast.source.RecordCodec;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The values of records, in the form of a codec. */
record ValueDecoder<T>(RecordCodec<T> codec) implements KafkaDecoder<T> {
  @Override
  public T decode(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = value(record);
    return codec.decode(value, 0, value.length);
  }

  static byte[] value(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      throw new IllegalArgumentException(
          "it has no value (a tombstone): read the topic with a KafkaDecoder that knows what that"
              + " means, or returns null to leave it out");
    }
    return record.value();
  }
}
