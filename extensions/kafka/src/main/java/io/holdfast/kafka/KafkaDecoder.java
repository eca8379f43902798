package io.holdfast.kafka;

import java.io.Serializable;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Makes a record of a stream of one of Kafka's. Stands in checkpoints; used by several threads at
 * once, and gives the same for the same record every time.
 *
 * <p>What it throws ends the job after some attempts, with topic, partition and offset. Where bad
 * records are to be set aside, read bytes and decode them in a {@code map}: then the quarantine has
 * them.
 *
 * @param <T> records
 */
@FunctionalInterface
public interface KafkaDecoder<T> extends Serializable {
  /** The record; null to leave it out. */
  T decode(ConsumerRecord<byte[], byte[]> record);
}
