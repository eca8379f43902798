package io.holdfast.kafka;

import io.holdfast.runtime.Scheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes how far a job is to a consumer group, at most once a second, without waiting. Only for
 * people: what fails is said in the log and tried again with the next offsets. One thread.
 */
final class GroupReport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupReport.class);
  private static final Duration PACE = Duration.ofSeconds(1);

  private final String group;
  private final TopicWatch watch;
  private final Scheduler scheduler;
  private final Map<TopicPartition, OffsetAndMetadata> reached = new HashMap<>();
  private KafkaFuture<Void> written = KafkaFuture.completedFuture(null);
  private long writtenNanos;
  private boolean warned;

  /**
   * @param group empty to write nothing
   */
  GroupReport(String group, TopicWatch watch, Scheduler scheduler) {
    this.group = group;
    this.watch = watch;
    this.scheduler = scheduler;
    this.writtenNanos = scheduler.nanoTime() - PACE.toNanos();
  }

  void reached(String partition, long offset) {
    PartitionName name = PartitionName.parse(partition);
    if (group.isEmpty() || name == null) {
      return;
    }
    reached.put(name.partition(), new OffsetAndMetadata(offset));
    long now = scheduler.nanoTime();
    if (now - writtenNanos >= PACE.toNanos() && written.isDone()) {
      writtenNanos = now;
      write();
    }
  }

  private void write() {
    warnOf(written);
    written = watch.admin().alterConsumerGroupOffsets(group, Map.copyOf(reached)).all();
    reached.clear();
  }

  private void warnOf(KafkaFuture<Void> ended) {
    if (ended.isCompletedExceptionally() && !warned) {
      try {
        KafkaErrors.get(ended);
      } catch (KafkaException e) {
        warned = true;
        LOG.warn(
            "How far the job is cannot be written to group '{}' ({}); the job goes on. The group must"
                + " have no members, and this user the right to write to it.",
            group,
            e.getMessage());
      }
    }
  }

  /** What was reached last is written, if the broker takes it at once. */
  @Override
  public void close() {
    if (!reached.isEmpty()) {
      write();
    }
  }
}
