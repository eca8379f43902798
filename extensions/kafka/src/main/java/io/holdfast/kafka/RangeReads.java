package io.holdfast.kafka;

import io.holdfast.runtime.Scheduler;
import io.holdfast.source.RecordsGoneException;
import io.holdfast.source.SourceRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Reads ranges, with a consumer for each of the partitions that were read last. Ranges of one
 * partition are fetched one after the other and handed over side by side. Any thread.
 */
final class RangeReads<T> implements AutoCloseable {
  private static final int MOST_CONSUMERS = 8;

  private final KafkaInput<T> input;
  private final KafkaClients clients;
  private final TopicWatch watch;
  private final Scheduler scheduler;

  /** By name, the one that was used last at the end. */
  private final Map<String, Lane> lanes = new LinkedHashMap<>(16, 0.75f, true);

  RangeReads(KafkaInput<T> input, KafkaClients clients, TopicWatch watch, Scheduler scheduler) {
    this.input = input;
    this.clients = clients;
    this.watch = watch;
    this.scheduler = scheduler;
  }

  /** A partition, and what has a position in it. */
  private static final class Lane {
    private int users;
    private PartitionFetcher fetcher;

    private synchronized void close() {
      if (fetcher != null) {
        fetcher.close();
        fetcher = null;
      }
    }
  }

  void read(SourceRange range, Consumer<? super T> action) throws IOException {
    PartitionName name = PartitionName.parse(range.partition());
    if (name == null) {
      throw new IOException("'" + range.partition() + "' is no partition of a topic of Kafka");
    }
    List<ConsumerRecord<byte[], byte[]>> records;
    Lane lane = acquire(range.partition());
    try {
      records = fetch(lane, name, range);
    } finally {
      release(lane);
    }
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Optional<T> decoded = input.decode(record);
      if (decoded.isPresent()) {
        action.accept(decoded.get());
      }
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> fetch(
      Lane lane, PartitionName name, SourceRange range) throws IOException {
    synchronized (lane) {
      boolean well = false;
      try {
        if (lane.fetcher == null) {
          requireSame(name, range);
          lane.fetcher =
              new PartitionFetcher(
                  clients.consumer(input.consuming()), name.partition(), scheduler);
        }
        List<ConsumerRecord<byte[], byte[]>> records =
            lane.fetcher.fetch(range.from(), range.until(), () -> requireSame(name, range));
        well = true;
        return records;
      } catch (OffsetOutOfRangeException e) {
        throw outOfRange(name.partition(), range, e);
      } catch (KafkaException e) {
        throw KafkaErrors.mayPass(input.topic(), input.cluster(), e);
      } finally {
        if (!well) {
          lane.close();
        }
      }
    }
  }

  /** What was fetched before this is of the topic that the range is of, if it returns. */
  private void requireSame(PartitionName name, SourceRange range) throws IOException {
    try {
      TopicInfo found = watch.describe(name.partition().topic());
      if (!found.id().equals(name.topicId())) {
        throw new RecordsGoneException(
            range.partition(),
            range.from(),
            range.until(),
            "topic '"
                + name.partition().topic()
                + "' was deleted and created anew, with the id "
                + found.id());
      }
    } catch (UnknownTopicOrPartitionException e) {
      throw KafkaErrors.mayPass(input.topic(), input.cluster(), e);
    }
  }

  private IOException outOfRange(
      TopicPartition partition, SourceRange range, OffsetOutOfRangeException cause) {
    TopicWatch.Bounds now;
    try {
      now = watch.bounds(List.of(partition), IsolationLevel.READ_UNCOMMITTED);
    } catch (KafkaException e) {
      e.addSuppressed(cause);
      return KafkaErrors.mayPass(input.topic(), input.cluster(), e);
    }
    long first = now.first().get(partition);
    long end = now.end().get(partition);
    if (first > range.from()) {
      return new RecordsGoneException(
          range.partition(), range.from(), Math.min(first, range.until()), retention(first, input));
    } else if (end < range.until()) {
      return cut(range.partition(), Math.max(end, range.from()), range.until(), input);
    }
    return KafkaErrors.mayPass(input.topic(), input.cluster(), cause);
  }

  /** Records were deleted before they were received. */
  static RecordsGoneException forgotten(String name, long next, long first, KafkaInput<?> input) {
    return new RecordsGoneException(name, next, first, retention(first, input));
  }

  private static String retention(long first, KafkaInput<?> input) {
    return "the first offset that topic '"
        + input.topic()
        + "' at "
        + input.cluster()
        + " still has there is "
        + first
        + "; its retention is shorter than this job was behind";
  }

  /** A log ends before an offset that was read or offered. */
  static RecordsGoneException cut(String name, long end, long read, KafkaInput<?> input) {
    return new RecordsGoneException(
        name,
        end,
        read,
        "the log of topic '"
            + input.topic()
            + "' at "
            + input.cluster()
            + " ends at offset "
            + end
            + " there, and offset "
            + read
            + " was offered before: the log was cut (an unclean leader election, or a disk that was"
            + " brought back from a copy)");
  }

  private Lane acquire(String partition) {
    List<Lane> closing = new ArrayList<>();
    Lane lane;
    synchronized (lanes) {
      lane = lanes.computeIfAbsent(partition, name -> new Lane());
      lane.users++;
      Iterator<Lane> eldest = lanes.values().iterator();
      while (lanes.size() > MOST_CONSUMERS && eldest.hasNext()) {
        Lane candidate = eldest.next();
        if (candidate.users == 0) {
          eldest.remove();
          closing.add(candidate);
        }
      }
    }
    closing.forEach(Lane::close);
    return lane;
  }

  private void release(Lane lane) {
    synchronized (lanes) {
      lane.users--;
    }
  }

  @Override
  public void close() {
    synchronized (lanes) {
      lanes.values().forEach(Lane::close);
      lanes.clear();
    }
  }
}
