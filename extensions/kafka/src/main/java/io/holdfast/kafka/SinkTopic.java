package io.holdfast.kafka;

import io.holdfast.ConfigurationException;
import io.holdfast.NotReplayableException;
import io.holdfast.kafka.KafkaCluster.Side;
import io.holdfast.stream.BatchTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What an output needs of the cluster before it writes. */
record SinkTopic(KafkaSink<?> sink, String output, TopicWatch watch) {
  private static final String FEATURE = "transaction.version";
  private static final int SAFE = 2;
  private static final String COMPRESSION = "compression.type";

  /**
   * The topic, created if that was asked for and nothing was written yet.
   *
   * @param committed asked for the last batch that it has
   */
  TopicInfo require(Supplier<BatchTime> committed) {
    if (!sink.oldBrokers()) {
      requireSafeTransactions();
    }
    try {
      return watch.describe();
    } catch (UnknownTopicOrPartitionException e) {
      requireNothingLost(committed.get());
      if (sink.creating() == 0) {
        throw new ConfigurationException(
            "Output '"
                + output
                + "' cannot be opened: "
                + KafkaErrors.missing(sink.topic(), sink.cluster())
                + ", or let the sink create it with KafkaSink.createTopic (--create on the command"
                + " line).",
            e);
      }
      return create();
    }
  }

  private void requireNothingLost(BatchTime committed) {
    if (committed.isAfter(BatchTime.NONE)) {
      throw new NotReplayableException(
          "Topic '"
              + sink.topic()
              + "' does not exist at "
              + sink.cluster()
              + ", and batches up to "
              + committed
              + " of output '"
              + output
              + "' were committed to it: a new topic would lack their records. Bring it back, or"
              + " correct its name; or, to go on without these records, create it (kafka-topics.sh"
              + " --create --topic "
              + sink.topic()
              + " --partitions N). Nothing was written.");
    }
  }

  private TopicInfo create() {
    NewTopic topic =
        new NewTopic(
            sink.topic(),
            Optional.of(sink.creating()),
            sink.replication() < 0
                ? Optional.<Short>empty()
                : Optional.of((short) sink.replication()));
    try {
      return watch.create(topic);
    } catch (TopicExistsException e) {
      // Somebody else has just created it.
      return watch.describeNew(sink.topic());
    }
  }

  /**
   * Why rows cannot be written, where the producer only says that it has waited: the topic is gone,
   * or a row is too large for it; otherwise the error as it is.
   */
  KafkaException explain(KafkaException error, List<KafkaPart> parts) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, sink.topic());
    try {
      TopicInfo unused = watch.describe();
      ConfigEntry limit =
          watch
              .get(
                  sink.topic(),
                  watch.admin().describeConfigs(List.of(resource)).values().get(resource))
              .get("max.message.bytes");
      long largest = parts.stream().mapToLong(KafkaPart::largestRow).max().orElse(0);
      boolean compressed =
          sink.cluster().settings(Side.PRODUCER, Map.of()).containsKey(COMPRESSION);
      if (limit == null || compressed || largest <= Long.parseLong(limit.value())) {
        return error;
      }
      return new RecordTooLargeException(
          "it has " + largest + " bytes, and max.message.bytes is " + limit.value(), error);
    } catch (KafkaException e) {
      e.addSuppressed(error);
      return e;
    }
  }

  private void requireSafeTransactions() {
    int level = 0;
    try {
      FinalizedVersionRange found =
          watch
              .get(sink.topic(), watch.admin().describeFeatures().featureMetadata())
              .finalizedFeatures()
              .get(FEATURE);
      level = found == null ? 0 : found.maxVersionLevel();
    } catch (UnsupportedVersionException e) {
      level = 0;
    }
    if (level < SAFE) {
      throw new ConfigurationException(
          "Output '"
              + output
              + "': the brokers at "
              + sink.cluster()
              + " have the finalized feature "
              + FEATURE
              + "="
              + level
              + ". Below "
              + SAFE
              + " (KIP-890, Kafka 4.0) a delayed message may end a later transaction than it was meant"
              + " for, and rows are lost or come twice. Upgrade the brokers and raise it (kafka-features.sh"
              + " upgrade --feature "
              + FEATURE
              + "="
              + SAFE
              + "), or accept that with KafkaSink.allowOldBrokers.");
    }
  }
}
