package io.holdfast.kafka;

import io.holdfast.source.DirectContext;
import io.holdfast.source.DirectReader;
import io.holdfast.source.RecordsGoneException;
import io.holdfast.source.SourceRange;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Finds out what there is in a topic, and reads ranges of it. */
final class KafkaReader<T> implements DirectReader<T> {
  private final KafkaInput<T> input;
  private final DirectContext context;
  private final TopicWatch watch;
  private final RangeReads<T> reads;
  private final RecordSizes sizes;
  private final GroupReport report;
  private TopicInfo topic;
  private TopicWatch.Bounds bounds;
  private long describedNanos;

  /** Where partitions begin by {@link KafkaInput#start}, once there is a record. */
  private final Map<TopicPartition, Long> starts = new HashMap<>();

  KafkaReader(KafkaInput<T> input, DirectContext context, KafkaClients clients) {
    this.input = input;
    this.context = context;
    this.watch = new TopicWatch(clients, input.cluster(), input.topic());
    this.reads = new RangeReads<>(input, clients, watch, context.scheduler());
    this.sizes = new RecordSizes(input, clients, context.scheduler());
    this.report = new GroupReport(input.group(), GroupReport.PACE, watch, context.scheduler());
  }

  @Override
  public Map<String, Long> partitions() throws IOException {
    try {
      return look();
    } catch (KafkaException e) {
      throw KafkaErrors.mayPass(input.topic(), input.cluster(), e);
    }
  }

  private Map<String, Long> look() {
    long now = context.scheduler().nanoTime();
    if (topic == null || now - describedNanos >= input.refresh().toNanos()) {
      describe(now);
    }
    Map<TopicPartition, Long> from = starts();
    TopicWatch.Bounds found = watch.bounds(topic.partitions(), input.isolation());
    if (!found.equals(bounds)) {
      // What is new is of the topic that was there before and is still there.
      TopicInfo before = topic;
      describe(now);
      if (!topic.id().equals(before.id())) {
        throw new KafkaException("topic '" + input.topic() + "' was created anew just now");
      }
    }
    bounds = found;
    return named(from);
  }

  private void describe(long now) {
    TopicInfo found = watch.describe();
    input.requireSame(found, context.offered());
    if (topic != null && !topic.id().equals(found.id())) {
      bounds = null;
      starts.clear();
    }
    topic = found;
    describedNanos = now;
  }

  /** Where partitions begin that were not read yet; nothing for those that begin at the first. */
  private Map<TopicPartition, Long> starts() {
    if (input.start().isPresent()) {
      List<TopicPartition> open =
          topic.partitions().stream()
              .filter(partition -> !starts.containsKey(partition) && !read(partition))
              .toList();
      if (!open.isEmpty()) {
        watch
            .at(open, input.start().get().toEpochMilli(), input.isolation())
            .forEach(
                (partition, offset) -> {
                  if (offset >= 0) {
                    starts.put(partition, offset);
                  }
                });
      }
    }
    return starts;
  }

  private boolean read(TopicPartition partition) {
    return context.offered().containsKey(PartitionName.of(topic, partition.partition()));
  }

  private Map<String, Long> named(Map<TopicPartition, Long> from) {
    Map<String, Long> named = new TreeMap<>();
    bounds
        .first()
        .forEach(
            (partition, first) -> {
              long begin = first;
              if (input.start().isPresent() && !read(partition)) {
                // Nothing from that time on: it begins with what comes next.
                begin = Math.max(first, from.getOrDefault(partition, bounds.end().get(partition)));
              }
              named.put(PartitionName.of(topic, partition.partition()), begin);
            });
    return named;
  }

  @Override
  public Optional<SourceRange> next(String name, long from, Limit limit) throws IOException {
    PartitionName partition = PartitionName.parse(name);
    if (partition == null || bounds == null || !bounds.end().containsKey(partition.partition())) {
      return Optional.empty();
    }
    long end = bounds.end().get(partition.partition());
    try {
      if (from >= end) {
        requireNotCut(partition, name, from);
        return Optional.empty();
      }
      long bytes = Math.max(1, sizes.of(partition.partition(), from));
      long most = Math.max(1, Math.min(limit.records(), limit.bytes() / bytes));
      long until = Math.min(end, from + most);
      long records = until - from;
      return Optional.of(new SourceRange(name, from, until, records, records * bytes, 0));
    } catch (KafkaException e) {
      throw KafkaErrors.mayPass(input.topic(), input.cluster(), e);
    }
  }

  private void requireNotCut(PartitionName partition, String name, long from)
      throws RecordsGoneException {
    if (from <= bounds.end().get(partition.partition())) {
      return;
    }
    List<TopicPartition> one = List.of(partition.partition());
    long end = watch.bounds(one, IsolationLevel.READ_UNCOMMITTED).end().get(partition.partition());
    if (from > end) {
      throw RangeReads.cut(name, end, from, input);
    }
  }

  @Override
  public void read(SourceRange range, Consumer<? super T> action) throws IOException {
    reads.read(range, action);
  }

  @Override
  public void journaled(String partition, long until) {
    report.reached(partition, until);
  }

  @Override
  public void close() {
    report.close();
    sizes.close();
    reads.close();
    watch.close();
  }
}
