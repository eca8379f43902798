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
 * Writes how far a job is to a consumer group, at most once in a pace, without waiting; what was
 * reached in between is written when the pace is over. Only for people: what fails is said in the
 * log and tried again when the pace is over. Any thread.
 */
final class GroupReport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupReport.class);

  /** Often enough for people. */
  static final Duration PACE = Duration.ofSeconds(1);

  private final String group;
  private final Duration pace;
  private final TopicWatch watch;
  private final Scheduler scheduler;
  private final Map<TopicPartition, OffsetAndMetadata> reached = new HashMap<>();
  private KafkaFuture<Void> written = KafkaFuture.completedFuture(null);
  private long writtenNanos;
  private boolean later;
  private boolean closed;
  private boolean warned;

  /**
   * @param group empty to write nothing
   */
  GroupReport(String group, Duration pace, TopicWatch watch, Scheduler scheduler) {
    this.group = group;
    this.pace = pace;
    this.watch = watch;
    this.scheduler = scheduler;
    this.writtenNanos = scheduler.nanoTime() - pace.toNanos();
  }

  synchronized void reached(String partition, long offset) {
    PartitionName name = PartitionName.parse(partition);
    if (group.isEmpty() || name == null || closed) {
      return;
    }
    reached.put(name.partition(), new OffsetAndMetadata(offset));
    writeOrWait();
  }

  private void writeOrWait() {
    long left = writtenNanos + pace.toNanos() - scheduler.nanoTime();
    if (left <= 0 && written.isDone()) {
      write();
    } else if (!later) {
      later = true;
      Duration delay = left > 0 ? Duration.ofNanos(left) : pace;
      scheduler.schedule(delay, scheduler.serial("kafka-report-" + group), this::over);
    }
  }

  private synchronized void over() {
    later = false;
    if (!closed && !reached.isEmpty()) {
      writeOrWait();
    }
  }

  private void write() {
    writtenNanos = scheduler.nanoTime();
    warnOf(written);
    Map<TopicPartition, OffsetAndMetadata> now = Map.copyOf(reached);
    reached.clear();
    written = watch.admin().alterConsumerGroupOffsets(group, now).all();
    var unused =
        written.whenComplete(
            (done, error) -> {
              if (error != null) {
                again(now);
              }
            });
  }

  private synchronized void again(Map<TopicPartition, OffsetAndMetadata> failed) {
    failed.forEach(reached::putIfAbsent);
    if (!closed) {
      writeOrWait();
    }
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
  public synchronized void close() {
    closed = true;
    if (!reached.isEmpty()) {
      write();
    }
  }
}
