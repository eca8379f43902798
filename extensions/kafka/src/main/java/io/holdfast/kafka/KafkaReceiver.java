package io.holdfast.kafka;

import io.holdfast.HoldfastException;
import io.holdfast.NotReplayableException;
import io.holdfast.SourceFailedException;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Polls all partitions of a topic and stores what comes. The position of a record is its offset and
 * one, where the next is read.
 */
final class KafkaReceiver<T> implements Receiver<T> {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaInput<T> input;
  private final KafkaClients clients;

  /** What the loop uses; closed by it alone. */
  private volatile Consumer<byte[], byte[]> consumer;

  private volatile Report report;

  KafkaReceiver(KafkaInput<T> input, KafkaClients clients) {
    this.input = input;
    this.clients = clients;
  }

  /** A report that is used by the loop's end and the receiver's executor. */
  private static final class Report {
    private final GroupReport group;
    private boolean ended;

    Report(GroupReport group) {
      this.group = group;
    }

    synchronized void reached(Map<String, Long> durable) {
      if (!ended) {
        durable.forEach(group::reached);
      }
    }

    synchronized void end() {
      ended = true;
      group.close();
    }
  }

  @Override
  public void start(ReceiverContext<T> context, Map<String, Long> resumeAfter) {
    Map<String, Long> durable = Map.copyOf(resumeAfter);
    context.spawn("kafka-" + input.topic(), () -> receive(context, durable));
  }

  @Override
  public void acknowledged(Map<String, Long> durable) {
    Report telling = report;
    if (telling != null) {
      telling.reached(durable);
    }
  }

  @Override
  public void stop() {
    Consumer<byte[], byte[]> polling = consumer;
    if (polling != null) {
      polling.wakeup();
    }
  }

  private void receive(ReceiverContext<T> context, Map<String, Long> durable) {
    try (TopicWatch watch = new TopicWatch(clients, input.cluster(), input.topic())) {
      Report telling = new Report(new GroupReport(input.group(), watch, context.scheduler()));
      Consumer<byte[], byte[]> polling = clients.consumer(input.consuming());
      report = telling;
      consumer = polling;
      try {
        new Loop(context, durable, watch, polling).run();
      } finally {
        report = null;
        telling.end();
        polling.close(CloseOptions.timeout(Duration.ofSeconds(1)));
      }
    } catch (WakeupException e) {
      if (!context.stopped()) {
        throw new SourceFailedException("it was woken though nobody has stopped it", e);
      }
    } catch (KafkaException e) {
      if (!context.stopped()) {
        throw new SourceFailedException(KafkaErrors.words(input.topic(), input.cluster(), e), e);
      }
    }
  }

  /** One run. */
  private final class Loop {
    private final ReceiverContext<T> context;
    private final Map<String, Long> durable;
    private final TopicWatch watch;
    private final Consumer<byte[], byte[]> polling;
    private final Set<TopicPartition> open = new HashSet<>();
    private final Map<TopicPartition, String> names = new HashMap<>();
    private TopicInfo topic;
    private long describedNanos;

    Loop(
        ReceiverContext<T> context,
        Map<String, Long> durable,
        TopicWatch watch,
        Consumer<byte[], byte[]> polling) {
      this.context = context;
      this.durable = durable;
      this.watch = watch;
      this.polling = polling;
    }

    void run() {
      refresh();
      while (!context.stopped()) {
        ConsumerRecords<byte[], byte[]> records = poll();
        long now = context.scheduler().nanoTime();
        if (!records.isEmpty() || now - describedNanos >= input.refresh().toNanos()) {
          // What was polled is of the topic that was there before and is still there.
          refresh();
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
          store(record);
        }
        if (records.isEmpty() && atEnd()) {
          context.caughtUp();
        }
      }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
      try {
        return polling.poll(POLL);
      } catch (OffsetOutOfRangeException e) {
        throw outOfRange(e);
      }
    }

    private void store(ConsumerRecord<byte[], byte[]> record) {
      String partition = names.get(new TopicPartition(record.topic(), record.partition()));
      Optional<T> decoded = input.decode(record);
      if (decoded.isPresent()) {
        context.store(decoded.get(), partition, record.offset() + 1);
      }
    }

    private void refresh() {
      TopicInfo found = watch.describe();
      input.requireSame(found, durable);
      if (topic != null && !topic.id().equals(found.id())) {
        throw new SourceFailedException(
            "topic '" + input.topic() + "' was deleted and created anew while it was read");
      }
      topic = found;
      describedNanos = context.scheduler().nanoTime();
      List<TopicPartition> more =
          found.partitions().stream().filter(partition -> !names.containsKey(partition)).toList();
      more.forEach(
          partition -> names.put(partition, PartitionName.of(found, partition.partition())));
      open.addAll(more);
      if (!open.isEmpty()) {
        begin();
      }
    }

    /** Seeks in partitions that have a beginning by now. */
    private void begin() {
      Map<TopicPartition, Long> first = watch.bounds(open, input.isolation()).first();
      Map<TopicPartition, Long> at =
          input.start().isPresent()
              ? watch.at(open, input.start().get().toEpochMilli(), input.isolation())
              : first;
      Map<TopicPartition, Long> from = new HashMap<>();
      for (TopicPartition partition : open) {
        long next = durable.getOrDefault(names.get(partition), 0L);
        if (next > 0) {
          from.put(partition, next);
        } else if (at.get(partition) >= 0) {
          from.put(partition, Math.max(first.get(partition), at.get(partition)));
        }
      }
      List<TopicPartition> all = new ArrayList<>(polling.assignment());
      all.addAll(from.keySet());
      polling.assign(all);
      from.forEach(polling::seek);
      open.removeAll(from.keySet());
    }

    private boolean atEnd() {
      Map<TopicPartition, Long> ends = watch.bounds(topic.partitions(), input.isolation()).end();
      return polling.assignment().stream()
          .allMatch(partition -> polling.position(partition) >= ends.get(partition));
    }

    private HoldfastException outOfRange(OffsetOutOfRangeException cause) {
      TopicPartition partition = cause.partitions().iterator().next();
      long next = cause.offsetOutOfRangePartitions().get(partition);
      TopicWatch.Bounds now = watch.bounds(List.of(partition), IsolationLevel.READ_UNCOMMITTED);
      long first = now.first().get(partition);
      long end = now.end().get(partition);
      String where = "Topic '" + input.topic() + "' at " + input.cluster() + ": ";
      if (next >= first && next <= end) {
        return new SourceFailedException(where + cause.getMessage(), cause);
      }
      return new NotReplayableException(
          where
              + (next < first
                  ? partition
                      + " no longer has offsets "
                      + next
                      + " until "
                      + first
                      + ", which were never received: its retention is shorter than this job was"
                      + " away. Nothing is skipped; bring them back"
                  : partition
                      + " ends at offset "
                      + end
                      + ", and offset "
                      + next
                      + " is next: the log was cut. Nothing is read twice; bring it back")
              + ", or give the stream a new name and allow this one's data to be left behind with"
              + " StreamingConfig.allowDropping: then what the topic has is read as new.",
          cause);
    }
  }
}
