package io.holdfast.kafka;

import io.holdfast.ConfigurationException;
import io.holdfast.sink.BatchSink;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.SinkSession;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.Storage;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes rows to a topic, each batch in one transaction of Kafka's, together with a marker that
 * says so: exactly once for readers with {@code isolation.level=read_committed}. See {@code
 * docs/connectors/kafka.md}.
 *
 * <p>A batch is kept in memory until it is committed.
 *
 * @param topic rows go to
 * @param format makes records of rows
 * @param prefix before the transactional id
 * @param markerTopic where markers go; empty for {@code holdfast.APPLICATION.OUTPUT}
 * @param creating partitions that the topic is created with if it is missing; 0 to refuse
 * @param replication of topics that are created; -1 for the brokers' default
 * @param oldBrokers whether brokers are taken whose transactions are not safe
 * @param <T> rows
 */
public record KafkaSink<T>(
    KafkaCluster cluster,
    String topic,
    KafkaFormat<? super T> format,
    String prefix,
    String markerTopic,
    int creating,
    int replication,
    boolean oldBrokers)
    implements BatchSink<T> {

  /** Checks what can be checked without a broker. */
  public KafkaSink {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(format, "format");
    TopicNames.require(topic);
    if (!markerTopic.isEmpty()) {
      TopicNames.require(markerTopic);
    }
    if (markerTopic.equals(topic)) {
      throw new ConfigurationException(
          "Topic '" + topic + "' cannot be for rows and markers both; give the markers another.");
    }
    if (creating < 0 || replication == 0 || replication < -1 || replication > Short.MAX_VALUE) {
      throw new ConfigurationException(
          "Topic '"
              + topic
              + "' cannot be created with "
              + creating
              + " partitions and "
              + replication
              + " replicas; both are 1 or more, or -1 replicas for the brokers' default.");
    }
  }

  /** Rows as text, without keys. */
  public static <T> KafkaSink<T> text(KafkaCluster cluster, String topic) {
    return of(cluster, topic, KafkaFormat.<T>text());
  }

  /** Rows as {@code format} makes records of them. */
  public static <T> KafkaSink<T> of(
      KafkaCluster cluster, String topic, KafkaFormat<? super T> format) {
    return new KafkaSink<>(cluster, topic, format, "", "", 0, -1, false);
  }

  /** Creates the topic when it is missing, instead of refusing to start. */
  public KafkaSink<T> createTopic(int partitions, int replicas) {
    return new KafkaSink<>(
        cluster, topic, format, prefix, markerTopic, partitions, replicas, oldBrokers);
  }

  /** The same with the brokers' default replication. */
  public KafkaSink<T> createTopic(int partitions) {
    return createTopic(partitions, -1);
  }

  /** Puts something before the transactional id, where rights are given by a prefix of it. */
  public KafkaSink<T> transactionalIdPrefix(String before) {
    return new KafkaSink<>(
        cluster, topic, format, before, markerTopic, creating, replication, oldBrokers);
  }

  /**
   * Names the topic of markers. To be kept as long as the output is: with another one, nobody knows
   * what was committed.
   */
  public KafkaSink<T> markersIn(String name) {
    return new KafkaSink<>(cluster, topic, format, prefix, name, creating, replication, oldBrokers);
  }

  /**
   * Takes brokers without KIP-890 as well (before Kafka 4.0, or with a finalized {@code
   * transaction.version} below 2). There a message that was delayed in the network may end a later
   * transaction than it was meant for: rows may be lost or come twice, rarely.
   */
  public KafkaSink<T> allowOldBrokers() {
    return new KafkaSink<>(
        cluster, topic, format, prefix, markerTopic, creating, replication, true);
  }

  @Override
  public SinkPromise promise(Guarantee processing) {
    return processing == Guarantee.EXACTLY_ONCE
        ? new SinkPromise(
            Guarantee.EXACTLY_ONCE,
            "a batch and its marker are one transaction, older epochs fenced; readers need"
                + " isolation.level=read_committed")
        : new SinkPromise(
            Guarantee.AT_LEAST_ONCE, "one transaction a batch; the job runs with at-least-once");
  }

  @Override
  public SinkSession<T> open(SinkContext context) {
    return open(context, KafkaClients.LIVE);
  }

  SinkSession<T> open(SinkContext context, KafkaClients clients) {
    return KafkaSession.open(this, context, clients);
  }

  /** Reads the topic with read_committed: every record of it, whoever has written it. */
  @Override
  public Optional<List<CommittedRow>> committedRows(
      String output, Function<String, Storage> places) {
    return Optional.of(CommittedRecords.read(this, KafkaClients.LIVE));
  }

  @Override
  public List<Serializable> functions() {
    return List.of(format);
  }
}
