package io.holdfast.kafka;

import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.testkit.contract.ReceiverSubject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A topic of two partitions that keeps what it is given, behind a proxy that can cut connections;
 * it is told what is durable by the offsets of a group.
 */
final class TopicSubject implements ReceiverSubject<String> {
  private static final KafkaProducer<byte[], byte[]> SENDER =
      TopicLife.producer(Map.of("linger.ms", 0));

  private final CuttingProxy proxy;
  private final String topic = FreshTopics.take();
  private final String group = SharedBroker.name("group");
  private final Map<String, Place> places = new ConcurrentHashMap<>();
  private final ReceiverSource<String> source;
  private int sent;

  /** Where a text lies. */
  private record Place(TopicPartition partition, long offset) {}

  TopicSubject(CuttingProxy proxy) {
    this.proxy = proxy;
    KafkaCluster cluster =
        SharedBroker.patient("127.0.0.1:" + SharedBroker.get().proxyPort())
            .with("reconnect.backoff.ms", "5")
            // A consumer waits for its last request before it ends.
            .with("fetch.max.wait.ms", "20");
    this.source = new Quick(KafkaReceiverSource.text(cluster, topic).reportTo(group));
  }

  @Override
  public ReceiverSource<String> source() {
    return source;
  }

  @Override
  public String text(String record) {
    return record;
  }

  @Override
  public void send(List<String> texts) {
    for (String text : texts) {
      byte[] value = text.getBytes(StandardCharsets.UTF_8);
      var unused =
          SENDER.send(
              new ProducerRecord<>(topic, sent++ % 2, null, value),
              (where, error) ->
                  places.put(
                      text,
                      new Place(
                          new TopicPartition(where.topic(), where.partition()), where.offset())));
    }
  }

  @Override
  public Optional<Set<String>> acknowledged() {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        KafkaErrors.get(
            SharedBroker.get()
                .admin()
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata());
    Set<String> told = new HashSet<>();
    places.forEach(
        (text, place) -> {
          OffsetAndMetadata reached = offsets.get(place.partition());
          if (reached != null && place.offset() < reached.offset()) {
            told.add(text);
          }
        });
    return Optional.of(told);
  }

  @Override
  public boolean connected() {
    return true;
  }

  @Override
  public void cut() {
    proxy.cut();
  }

  @Override
  public void close() {
    FreshTopics.giveBack(List.of(topic));
  }

  /** The source, but its receivers report at once. */
  private record Quick(KafkaReceiverSource<String> source) implements ReceiverSource<String> {
    private static final long serialVersionUID = 1L;
    private static final Duration PACE = Duration.ofMillis(1);

    @Override
    public String description() {
      return source.description();
    }

    @Override
    public RecordCodec<String> codec() {
      return source.codec();
    }

    @Override
    public SourcePromise promise() {
      return source.promise();
    }

    @Override
    public Receiver<String> createReceiver() {
      return source.createReceiver(PACE);
    }
  }
}
