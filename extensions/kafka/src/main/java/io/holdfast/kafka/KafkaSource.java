package io.holdfast.kafka;

import io.holdfast.source.DirectContext;
import io.holdfast.source.DirectReader;
import io.holdfast.source.DirectSource;
import io.holdfast.source.ReceiverSource.SourcePromise;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.Guarantee;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.KafkaException;

/**
 * The records of a topic, read in place: no log has a copy, the offsets of each batch are
 * journaled, and a batch that runs again reads them again. The topic has to keep records until
 * their batch is complete; where it did not, the job ends and names the missing offsets. See {@code
 * docs/connectors/kafka.md}.
 *
 * <p>Reads records of committed transactions only. Joins no consumer group.
 *
 * @param <T> records
 */
public final class KafkaSource<T> implements DirectSource<T> {
  private final KafkaInput<T> input;

  private KafkaSource(KafkaInput<T> input) {
    this.input = input;
  }

  /** Values as text in UTF-8. */
  public static KafkaSource<String> text(KafkaCluster cluster, String topic) {
    return of(cluster, topic, RecordCodec.text());
  }

  /** Values as bytes. */
  public static KafkaSource<byte[]> bytes(KafkaCluster cluster, String topic) {
    return of(cluster, topic, RecordCodec.bytes());
  }

  /** Values in the form of a codec. */
  public static <T> KafkaSource<T> of(KafkaCluster cluster, String topic, RecordCodec<T> values) {
    return of(cluster, topic, new ValueDecoder<>(values), values);
  }

  /**
   * Records as {@code decoder} makes them, of keys, values, headers and times.
   *
   * @param codec how a record is written where one is kept: in the quarantine
   */
  public static <T> KafkaSource<T> of(
      KafkaCluster cluster, String topic, KafkaDecoder<T> decoder, RecordCodec<T> codec) {
    return new KafkaSource<>(KafkaInput.of(cluster, topic, decoder, codec));
  }

  /**
   * Begins each partition with the first record that has this time or a later one, instead of the
   * first that the topic still has. What is in the topic decides alone, so a restart before
   * anything was read decides the same.
   */
  public KafkaSource<T> startAt(Instant time) {
    return new KafkaSource<>(input.from(time));
  }

  /** Reads records of open and of aborted transactions too. */
  public KafkaSource<T> readUncommitted() {
    return new KafkaSource<>(input.withUncommitted());
  }

  /** Looks for new partitions this often; once a second if nothing is said. */
  public KafkaSource<T> refreshEvery(Duration time) {
    return new KafkaSource<>(input.refreshEvery(time));
  }

  /**
   * Writes the offsets that are journaled to a consumer group, for tools that show how far it lags.
   * They are never read: the job goes on by its own journal. The group must have no members.
   */
  public KafkaSource<T> reportTo(String groupId) {
    return new KafkaSource<>(input.reportingTo(groupId));
  }

  @Override
  public String description() {
    return input.description() + ", read in place";
  }

  @Override
  public RecordCodec<T> codec() {
    return input.codec();
  }

  @Override
  public SourcePromise promise() {
    return new SourcePromise(
        Guarantee.EXACTLY_ONCE,
        "the topic is read in place, and again after a crash; the offsets of each batch are journaled");
  }

  @Override
  public DirectReader<T> open(DirectContext context) throws IOException {
    try {
      return open(context, KafkaClients.LIVE);
    } catch (KafkaException e) {
      throw KafkaErrors.mayPass(input.topic(), input.cluster(), e);
    }
  }

  DirectReader<T> open(DirectContext context, KafkaClients clients) {
    return new KafkaReader<>(input, context, clients);
  }
}
