package io.holdfast.kafka;

import io.holdfast.kafka.KafkaCluster.Side;
import io.holdfast.runtime.CompositionRoot;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks about one topic. Any thread; blocks at most as long as the client's time-outs say, and
 * throws Kafka's exceptions.
 */
final class TopicWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
  private static final long PATIENCE_SECONDS = 3;
  private static final int NEW_ATTEMPTS = 200;
  private static final int NEW_PAUSE_MILLIS = 50;

  private final KafkaCluster cluster;
  private final String topic;
  private final Admin admin;

  TopicWatch(KafkaClients clients, KafkaCluster cluster, String topic) {
    cluster.requireUsable();
    this.cluster = cluster;
    this.topic = topic;
    this.admin = clients.admin(cluster.settings(Side.ADMIN, Map.of()));
  }

  /** For what else there is to ask. */
  Admin admin() {
    return admin;
  }

  /** Waits for an answer about a topic, and says so if it takes long. */
  <V> V get(String about, KafkaFuture<V> answer) {
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.warn("Waiting for Kafka at {}: no answer for {} s", cluster, PATIENCE_SECONDS);
    } catch (ExecutionException e) {
      // Said in its words below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return KafkaErrors.get(about, answer);
  }

  /** The topic as it is now; fails with UnknownTopicOrPartitionException if there is none. */
  TopicInfo describe() {
    return describe(topic);
  }

  /** The same of another topic. */
  TopicInfo describe(String name) {
    TopicDescription found =
        get(name, admin.describeTopics(List.of(name)).topicNameValues().get(name));
    return new TopicInfo(
        name,
        found.topicId(),
        found.partitions().size(),
        (short) found.partitions().get(0).replicas().size());
  }

  /**
   * The same of a topic that somebody has just created: not all brokers know of it at once. They
   * are asked again every now and then, for some seconds.
   */
  TopicInfo describeNew(String name) {
    for (int attempt = 1; ; attempt++) {
      try {
        return describe(name);
      } catch (UnknownTopicOrPartitionException e) {
        if (attempt >= NEW_ATTEMPTS) {
          throw e;
        }
        pause();
      }
    }
  }

  @CompositionRoot("brokers live in real time, and tell nobody when they know a topic")
  private static void pause() {
    try {
      Thread.sleep(NEW_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while waiting for a new topic", e);
    }
  }

  /** Creates a topic; fails with TopicExistsException if there is one. */
  TopicInfo create(NewTopic wanted) {
    CreateTopicsResult created = admin.createTopics(List.of(wanted));
    String name = wanted.name();
    return new TopicInfo(
        name,
        get(name, created.topicId(name)),
        get(name, created.numPartitions(name)),
        get(name, created.replicationFactor(name)).shortValue());
  }

  /** First and last offsets, all asked for at the same time. */
  record Bounds(Map<TopicPartition, Long> first, Map<TopicPartition, Long> end) {}

  /** Where the partitions begin and end for a reader of this isolation. */
  Bounds bounds(Collection<TopicPartition> partitions, IsolationLevel isolation) {
    Function<TopicPartition, Long> first = ask(partitions, OffsetSpec.earliest(), isolation);
    Function<TopicPartition, Long> end = ask(partitions, OffsetSpec.latest(), isolation);
    return new Bounds(each(partitions, first), each(partitions, end));
  }

  /**
   * Per partition the offset of the first record that was written at a time or after; -1 if there
   * is none yet.
   */
  Map<TopicPartition, Long> at(
      Collection<TopicPartition> partitions, long epochMillis, IsolationLevel isolation) {
    return each(partitions, ask(partitions, OffsetSpec.forTimestamp(epochMillis), isolation));
  }

  private Function<TopicPartition, Long> ask(
      Collection<TopicPartition> partitions, OffsetSpec what, IsolationLevel isolation) {
    Map<TopicPartition, OffsetSpec> specs = new TreeMap<>(TopicWatch::order);
    partitions.forEach(partition -> specs.put(partition, what));
    ListOffsetsResult asked = admin.listOffsets(specs, new ListOffsetsOptions(isolation));
    return partition -> get(partition.topic(), asked.partitionResult(partition)).offset();
  }

  private static Map<TopicPartition, Long> each(
      Collection<TopicPartition> partitions, Function<TopicPartition, Long> offset) {
    Map<TopicPartition, Long> offsets = new TreeMap<>(TopicWatch::order);
    partitions.forEach(partition -> offsets.put(partition, offset.apply(partition)));
    return offsets;
  }

  private static int order(TopicPartition one, TopicPartition other) {
    int byTopic = one.topic().compareTo(other.topic());
    return byTopic != 0 ? byTopic : Integer.compare(one.partition(), other.partition());
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
