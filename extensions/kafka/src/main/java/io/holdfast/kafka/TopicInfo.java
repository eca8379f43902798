package io.holdfast.kafka;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** A topic as it is now. */
record TopicInfo(String name, Uuid id, int partitionCount, short replication) {
  List<TopicPartition> partitions() {
    return IntStream.range(0, partitionCount).mapToObj(p -> new TopicPartition(name, p)).toList();
  }
}
