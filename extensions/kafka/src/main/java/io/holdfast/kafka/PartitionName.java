package io.holdfast.kafka;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * A partition as the engine knows it: {@code orders-0@TOPICID}. The id is Kafka's, new for each
 * topic that is created; so an offset is never taken for one in another topic of the same name.
 */
record PartitionName(TopicPartition partition, Uuid topicId) {

  static String of(TopicInfo topic, int partition) {
    return new PartitionName(new TopicPartition(topic.name(), partition), topic.id()).toString();
  }

  /** Null if a name is of something else. */
  static PartitionName parse(String name) {
    int at = name.lastIndexOf('@');
    int dash = name.lastIndexOf('-', Math.max(0, at));
    if (at <= 0 || dash <= 0 || !name.substring(dash + 1, at).matches("\\d{1,9}")) {
      return null;
    }
    try {
      return new PartitionName(
          new TopicPartition(
              name.substring(0, dash), Integer.parseInt(name.substring(dash + 1, at))),
          Uuid.fromString(name.substring(at + 1)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return partition + "@" + topicId;
  }
}
