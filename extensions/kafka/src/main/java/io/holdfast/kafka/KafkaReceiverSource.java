package io.holdfast.kafka;

import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.Guarantee;
import java.time.Duration;
import java.time.Instant;

/**
 * The records of a topic, received into Holdfast's log: for topics that do not keep their records
 * as long as a job may be down, or behind. See {@code docs/connectors/kafka.md}; where the topic
 * keeps them, {@link KafkaSource} does without a second copy.
 *
 * <p>Reads records of committed transactions only. Joins no consumer group.
 *
 * @param <T> records
 */
public final class KafkaReceiverSource<T> implements ReceiverSource<T> {
  private final KafkaInput<T> input;

  private KafkaReceiverSource(KafkaInput<T> input) {
    this.input = input;
  }

  /** Values as text in UTF-8. */
  public static KafkaReceiverSource<String> text(KafkaCluster cluster, String topic) {
    return of(cluster, topic, RecordCodec.text());
  }

  /** Values as bytes. */
  public static KafkaReceiverSource<byte[]> bytes(KafkaCluster cluster, String topic) {
    return of(cluster, topic, RecordCodec.bytes());
  }

  /** Values in the form of a codec; the log keeps them as they are. */
  public static <T> KafkaReceiverSource<T> of(
      KafkaCluster cluster, String topic, RecordCodec<T> values) {
    return of(cluster, topic, new ValueDecoder<>(values), values);
  }

  /**
   * Records as {@code decoder} makes them, of keys, values, headers and times.
   *
   * @param codec how a record is written to the log
   */
  public static <T> KafkaReceiverSource<T> of(
      KafkaCluster cluster, String topic, KafkaDecoder<T> decoder, RecordCodec<T> codec) {
    return new KafkaReceiverSource<>(KafkaInput.of(cluster, topic, decoder, codec));
  }

  /** Begins each partition with the first record that has this time or a later one. */
  public KafkaReceiverSource<T> startAt(Instant time) {
    return new KafkaReceiverSource<>(input.from(time));
  }

  /** Reads records of open and of aborted transactions too. */
  public KafkaReceiverSource<T> readUncommitted() {
    return new KafkaReceiverSource<>(input.withUncommitted());
  }

  /** Looks for new partitions this often; once a second if nothing is said. */
  public KafkaReceiverSource<T> refreshEvery(Duration time) {
    return new KafkaReceiverSource<>(input.refreshEvery(time));
  }

  /**
   * Writes the offsets that are durable in the log to a consumer group, for tools that show how far
   * it lags. They are never read. The group must have no members.
   */
  public KafkaReceiverSource<T> reportTo(String groupId) {
    return new KafkaReceiverSource<>(input.reportingTo(groupId));
  }

  @Override
  public String description() {
    return input.description();
  }

  @Override
  public RecordCodec<T> codec() {
    return input.codec();
  }

  @Override
  public SourcePromise promise() {
    return new SourcePromise(
        Guarantee.EXACTLY_ONCE,
        "offsets are in the log with their records, and the topic is read again behind the last durable"
            + " one");
  }

  @Override
  public Receiver<T> createReceiver() {
    return createReceiver(GroupReport.PACE);
  }

  Receiver<T> createReceiver(Duration reportPace) {
    return new KafkaReceiver<>(input, KafkaClients.LIVE, reportPace);
  }
}
