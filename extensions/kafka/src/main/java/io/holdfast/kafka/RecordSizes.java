package io.holdfast.kafka;

import io.holdfast.runtime.Scheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * How long records are, on the average: Kafka tells offsets, and batches are bounded by bytes. A
 * few records are fetched now and then. One thread.
 */
final class RecordSizes implements AutoCloseable {
  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int SAMPLE_BYTES = 64 * 1024;
  private static final long UNKNOWN_BYTES = 1024;

  private final KafkaInput<?> input;
  private final KafkaClients clients;
  private final Scheduler scheduler;
  private final Map<TopicPartition, Size> sizes = new HashMap<>();
  private Consumer<byte[], byte[]> consumer;

  RecordSizes(KafkaInput<?> input, KafkaClients clients, Scheduler scheduler) {
    this.input = input;
    this.clients = clients;
    this.scheduler = scheduler;
  }

  private record Size(long bytes, long atNanos) {}

  /** Bytes of a record, offsets that have none included. */
  long of(TopicPartition partition, long offset) {
    long now = scheduler.nanoTime();
    Size size = sizes.get(partition);
    if (size == null || now - size.atNanos() > AGAIN.toNanos()) {
      long before = size == null ? UNKNOWN_BYTES : size.bytes();
      size = new Size(sample(partition, offset, before), now);
      sizes.put(partition, size);
    }
    return size.bytes();
  }

  private long sample(TopicPartition partition, long offset, long before) {
    if (consumer == null) {
      Map<String, Object> settings = input.cluster().looking("earliest");
      settings.put("isolation.level", "read_uncommitted");
      settings.put("fetch.max.bytes", SAMPLE_BYTES);
      settings.put("max.partition.fetch.bytes", SAMPLE_BYTES);
      consumer = clients.consumer(settings);
    }
    consumer.assign(List.of(partition));
    consumer.seek(partition, offset);
    long bytes = 0;
    long end = offset;
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
      bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
      end = record.offset() + 1;
    }
    // It fetches nothing while nobody asks.
    consumer.assign(List.of());
    return end > offset ? bytes / (end - offset) : before;
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
  }
}
