package io.holdfast.kafka;

import io.holdfast.runtime.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer of one partition. Ranges that follow each other are read without a seek, and what was
 * polled beyond one is kept for the next. Not used again after an exception. One thread at a time.
 */
final class PartitionFetcher implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CHECK = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final Scheduler scheduler;
  private final Deque<ConsumerRecord<byte[], byte[]>> kept = new ArrayDeque<>();
  private long next = -1;

  PartitionFetcher(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, Scheduler scheduler) {
    this.consumer = consumer;
    this.partition = partition;
    this.scheduler = scheduler;
    consumer.assign(List.of(partition));
  }

  /** Makes sure that what was just polled is of the topic that is wanted. */
  interface Check {
    void run() throws IOException;
  }

  /**
   * The records of a range that is known to be complete. Offsets that no record has are passed
   * over: they are marks of transactions, or were aborted or compacted.
   *
   * @throws IOException if the broker does not give them in time, or the check fails
   * @throws org.apache.kafka.common.KafkaException from the consumer
   */
  List<ConsumerRecord<byte[], byte[]>> fetch(long from, long until, Check check)
      throws IOException {
    if (from != next) {
      kept.clear();
      consumer.seek(partition, from);
    }
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    long position = from;
    long progress = scheduler.nanoTime();
    long checked = progress;
    while (true) {
      while (!kept.isEmpty() && kept.peek().offset() < until) {
        records.add(kept.remove());
      }
      if (!kept.isEmpty() || position >= until) {
        next = until;
        return records;
      }
      List<ConsumerRecord<byte[], byte[]>> polled = consumer.poll(POLL).records(partition);
      long now = scheduler.nanoTime();
      if (!polled.isEmpty() || now - checked > CHECK.toNanos()) {
        check.run();
        checked = now;
      }
      kept.addAll(polled);
      long reached = consumer.position(partition);
      if (reached > position) {
        position = reached;
        progress = now;
      } else if (now - progress > PATIENCE.toNanos()) {
        throw new IOException(
            partition
                + " could be read up to offset "
                + position
                + " of "
                + until
                + "; see that its leader runs");
      }
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }
}
