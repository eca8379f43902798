package io.holdfast.kafka;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.stream.BatchTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * A topic as a reader with read_committed sees it, partition by partition. Records do not say which
 * batch they are of, so all are said to be of {@link BatchTime#NONE}.
 *
 * <p>A commit is decided when Kafka's coordinator has logged it; partitions, and so their readers,
 * learn of it later, and much later if the broker dies in between. So this reads up to the end that
 * readers without isolation see, and waits there for transactions whose end is still on its way:
 * what was committed when this is called is read.
 */
final class CommittedRecords {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int IDLE_POLLS = 200;

  private CommittedRecords() {}

  static List<CommittedRow> read(KafkaSink<?> sink, KafkaClients clients) {
    List<CommittedRow> rows = new ArrayList<>();
    try (TopicWatch watch = new TopicWatch(clients, sink.cluster(), sink.topic())) {
      List<TopicPartition> partitions = watch.describe().partitions();
      TopicWatch.Bounds bounds = watch.bounds(partitions, IsolationLevel.READ_UNCOMMITTED);
      Consumer<byte[], byte[]> consumer = clients.consumer(sink.cluster().looking("none"));
      try {
        for (TopicPartition partition : partitions) {
          long end = bounds.end().get(partition);
          consumer.assign(List.of(partition));
          consumer.seek(partition, bounds.first().get(partition));
          read(consumer, partition, end, sink.format(), rows);
        }
      } finally {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
      }
    } catch (KafkaException e) {
      throw new HoldfastException(
          ExitCode.IO,
          "The output in topic '"
              + sink.topic()
              + "' cannot be read back: "
              + KafkaErrors.words(sink.topic(), sink.cluster(), e)
              + ".",
          e);
    }
    return rows;
  }

  private static void read(
      Consumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long end,
      KafkaFormat<?> format,
      List<CommittedRow> rows) {
    int idle = 0;
    long position = consumer.position(partition);
    while (position < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
        if (record.offset() < end) {
          rows.add(new CommittedRow(BatchTime.NONE, format.text(record.key(), record.value())));
        }
      }
      long now = consumer.position(partition);
      idle = now > position ? 0 : idle + 1;
      position = now;
      if (idle >= IDLE_POLLS) {
        throw new TimeoutException(
            partition
                + " could be read up to offset "
                + position
                + " of "
                + end
                + ": either its leader is gone, or a transaction is open there");
      }
    }
  }
}
