package io.holdfast.kafka;

import io.holdfast.NotReplayableException;
import io.holdfast.SourceFailedException;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.RecordsGoneException;
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
  private final Duration reportPace;

  /** What the loop uses; closed by it alone. */
  private volatile Consumer<byte[], byte[]> consumer;

  private volatile GroupReport report;
  private volatile Loop loop;

  /** What is durable; for who reports it later than it is told. Guards itself and the report. */
  private final Map<String, Long> reached = new HashMap<>();

  KafkaReceiver(KafkaInput<T> input, KafkaClients clients, Duration reportPace) {
    this.input = input;
    this.clients = clients;
    this.reportPace = reportPace;
  }

  @Override
  public void start(ReceiverContext<T> context, Map<String, Long> resumeAfter) {
    Map<String, Long> durable = Map.copyOf(resumeAfter);
    synchronized (reached) {
      reached.putAll(durable);
    }
    context.spawn("kafka-" + input.topic(), () -> receive(context, durable));
  }

  @Override
  public void acknowledged(Map<String, Long> durable) {
    Loop running = loop;
    if (running != null) {
      running.requireSame(durable);
    }
    GroupReport telling;
    synchronized (reached) {
      reached.putAll(durable);
      telling = report;
    }
    if (telling != null) {
      durable.forEach(telling::reached);
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
      GroupReport telling = new GroupReport(input.group(), reportPace, watch, context.scheduler());
      Consumer<byte[], byte[]> polling = clients.consumer(input.consuming());
      consumer = polling;
      try {
        Loop running = new Loop(context, durable, watch, polling);
        loop = running;
        running.refresh();
        reports(telling);
        running.run();
      } catch (RecordsGoneException e) {
        context.fail(e.getMessage(), e);
      } finally {
        loop = null;
        report = null;
        telling.close();
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

  /** From here on it is told what is durable, and at once what was so before. */
  private void reports(GroupReport telling) {
    Map<String, Long> before;
    synchronized (reached) {
      report = telling;
      before = Map.copyOf(reached);
    }
    before.forEach(telling::reached);
  }

  /** One run. */
  private final class Loop {
    private final ReceiverContext<T> context;
    private final Map<String, Long> durable;
    private final TopicWatch watch;
    private final Consumer<byte[], byte[]> polling;
    private final Set<TopicPartition> open = new HashSet<>();
    private final Map<TopicPartition, String> names = new HashMap<>();
    private volatile TopicInfo topic;
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

    void run() throws RecordsGoneException {
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

    /**
     * What the receiver before this one has stored becomes durable while this one runs, and may be
     * of a topic that is gone.
     */
    void requireSame(Map<String, Long> reached) {
      TopicInfo now = topic;
      if (now != null) {
        try {
          input.requireSame(now, reached);
        } catch (NotReplayableException e) {
          context.fail(e.getMessage(), e);
        }
      }
    }

    private ConsumerRecords<byte[], byte[]> poll() throws RecordsGoneException {
      try {
        return polling.poll(POLL);
      } catch (OffsetOutOfRangeException e) {
        requireNotGone(e);
        // Nothing of the partition was received: where it begins is asked for again.
        throw e;
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
        input.requireSame(found, stored());
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

    /** Positions of partitions of which anything was stored, durable or not. */
    private Map<String, Long> stored() {
      Map<String, Long> stored = new HashMap<>();
      for (String name : names.values()) {
        long position = context.storedUpTo(name);
        if (position > 0) {
          stored.put(name, position);
        }
      }
      return stored;
    }

    /** Returns if another attempt may do better. */
    private void requireNotGone(OffsetOutOfRangeException cause) throws RecordsGoneException {
      input.requireSame(watch.describe(), stored());
      for (Map.Entry<TopicPartition, Long> wanted : cause.offsetOutOfRangePartitions().entrySet()) {
        TopicPartition partition = wanted.getKey();
        String name = names.get(partition);
        long next = wanted.getValue();
        TopicWatch.Bounds now = watch.bounds(List.of(partition), IsolationLevel.READ_UNCOMMITTED);
        long first = now.first().get(partition);
        long end = now.end().get(partition);
        boolean any = context.storedUpTo(name) > 0;
        if (any && next < first) {
          throw RangeReads.forgotten(name, next, first, input);
        } else if (any && next > end) {
          throw RangeReads.cut(name, end, next, input);
        }
      }
    }
  }
}
