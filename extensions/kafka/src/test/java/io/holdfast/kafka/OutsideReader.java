package io.holdfast.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Somebody else who reads topics of two partitions with read_committed, and does not wait for
 * transactions that are open: only for those that are decided, until the partitions have heard. One
 * thread.
 */
final class OutsideReader {
  private static final Duration POLL = Duration.ofMillis(100);
  private static KafkaConsumer<byte[], byte[]> consumer;

  private OutsideReader() {}

  /** The same when these transactions are not on their way to an end. */
  static List<String> rows(String topic, int partitions, Collection<String> transactionalIds) {
    KafkaBroker.await("end of transactions", () -> in(transactionalIds, true).isEmpty());
    return rows(topic, partitions);
  }

  /** The values of all records, each as often as it is there. */
  static List<String> rows(String topic, int partitions) {
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(each -> new TopicPartition(topic, each)).toList();
    KafkaConsumer<byte[], byte[]> reading = consumer();
    Map<TopicPartition, Long> ends = reading.endOffsets(all);
    reading.assign(all);
    reading.seekToBeginning(all);
    List<String> rows = new ArrayList<>();
    while (all.stream().anyMatch(each -> reading.position(each) < ends.get(each))) {
      for (ConsumerRecord<byte[], byte[]> record : reading.poll(POLL)) {
        rows.add(new String(record.value(), StandardCharsets.UTF_8));
      }
    }
    return rows;
  }

  /** Transactions that are begun and not decided. */
  static List<String> openTransactions(Collection<String> transactionalIds) {
    return in(transactionalIds, false);
  }

  private static List<String> in(Collection<String> transactionalIds, boolean decided) {
    return transactionalIds.stream()
        .flatMap(
            id -> {
              TransactionState state = state(id);
              boolean wanted =
                  decided
                      ? state == TransactionState.PREPARE_COMMIT
                          || state == TransactionState.PREPARE_ABORT
                      : state == TransactionState.ONGOING;
              return wanted ? Stream.of("transaction " + id) : Stream.of();
            })
        .toList();
  }

  private static TransactionState state(String id) {
    try {
      return KafkaErrors.get(
              SharedBroker.get().admin().describeTransactions(List.of(id)).description(id))
          .state();
    } catch (TransactionalIdNotFoundException e) {
      return TransactionState.EMPTY;
    } catch (KafkaException e) {
      throw new AssertionError("nobody says what became of " + id, e);
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer() {
    if (consumer == null) {
      Map<String, Object> settings = SharedBroker.cluster().looking("none");
      consumer =
          new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
    return consumer;
  }
}
