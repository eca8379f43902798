package io.holdfast.kafka;

import io.holdfast.ConfigurationException;
import io.holdfast.NotReplayableException;
import io.holdfast.SourceFailedException;
import io.holdfast.kafka.KafkaCluster.Side;
import io.holdfast.source.RecordCodec;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/**
 * A topic to be read, and how: what both kinds of source have in common.
 *
 * @param start where partitions are begun
 * @param uncommitted whether records are read whose transactions have not committed
 * @param refresh how often new partitions are looked for
 * @param group to whose offsets it is reported how far the job is; empty for none
 */
record KafkaInput<T>(
    KafkaCluster cluster,
    String topic,
    KafkaDecoder<T> decoder,
    RecordCodec<T> codec,
    Optional<Instant> start,
    boolean uncommitted,
    Duration refresh,
    String group)
    implements Serializable {
  private static final Duration REFRESH = Duration.ofSeconds(1);

  KafkaInput {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(decoder, "decoder");
    Objects.requireNonNull(codec, "codec");
    Objects.requireNonNull(group, "group");
    TopicNames.require(topic);
    if (refresh.isNegative() || refresh.isZero()) {
      throw new ConfigurationException(
          "New partitions of topic '"
              + topic
              + "' cannot be looked for every "
              + refresh
              + "; name a time above zero.");
    }
  }

  static <T> KafkaInput<T> of(
      KafkaCluster cluster, String topic, KafkaDecoder<T> decoder, RecordCodec<T> codec) {
    return new KafkaInput<>(cluster, topic, decoder, codec, Optional.empty(), false, REFRESH, "");
  }

  KafkaInput<T> from(Instant time) {
    return new KafkaInput<>(
        cluster, topic, decoder, codec, Optional.of(time), uncommitted, refresh, group);
  }

  KafkaInput<T> withUncommitted() {
    return new KafkaInput<>(cluster, topic, decoder, codec, start, true, refresh, group);
  }

  KafkaInput<T> refreshEvery(Duration time) {
    return new KafkaInput<>(cluster, topic, decoder, codec, start, uncommitted, time, group);
  }

  KafkaInput<T> reportingTo(String groupId) {
    return new KafkaInput<>(cluster, topic, decoder, codec, start, uncommitted, refresh, groupId);
  }

  String description() {
    return "Kafka topic " + topic + " at " + cluster;
  }

  IsolationLevel isolation() {
    return uncommitted ? IsolationLevel.READ_UNCOMMITTED : IsolationLevel.READ_COMMITTED;
  }

  /** What consumers are made with: no group, no offsets kept, and nothing skipped in silence. */
  Map<String, Object> consuming() {
    Map<String, Object> own = new TreeMap<>();
    own.put("isolation.level", uncommitted ? "read_uncommitted" : "read_committed");
    own.put("auto.offset.reset", "none");
    own.put("enable.auto.commit", "false");
    own.put("allow.auto.create.topics", "false");
    own.put("group.protocol", "classic");
    Map<String, Object> settings = cluster.settings(Side.CONSUMER, own);
    settings.putIfAbsent("max.poll.records", "5000");
    return settings;
  }

  /** A record of the stream; empty if it is left out. */
  Optional<T> decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.ofNullable(decoder.decode(record));
    } catch (RuntimeException e) {
      throw new SourceFailedException(
          "the record of topic '"
              + topic
              + "', partition "
              + record.partition()
              + ", offset "
              + record.offset()
              + " cannot be decoded: "
              + e
              + ". Correct the decoder; or read bytes and decode them in a map, with a quarantine",
          e);
    }
  }

  /**
   * Sees to it that offsets are of this topic, and not of one that had its name before.
   *
   * @param read where the job is, by the names of partitions
   */
  void requireSame(TopicInfo found, Map<String, Long> read) {
    read.forEach(
        (name, offset) -> {
          PartitionName partition = PartitionName.parse(name);
          if (partition != null
              && partition.partition().topic().equals(topic)
              && !partition.topicId().equals(found.id())) {
            throw new NotReplayableException(
                "Topic '"
                    + topic
                    + "' at "
                    + cluster
                    + " was deleted and created anew: it has the id "
                    + found.id()
                    + ", and partition "
                    + partition.partition().partition()
                    + " was read up to offset "
                    + offset
                    + " when it had the id "
                    + partition.topicId()
                    + ". What was written behind that and not read is lost; nothing of the new topic is"
                    + " read as if it was the old one. Give the stream a new name and allow this one's data"
                    + " to be left behind with StreamingConfig.allowDropping: then the new topic is read"
                    + " from its beginning.");
          }
        });
  }
}
