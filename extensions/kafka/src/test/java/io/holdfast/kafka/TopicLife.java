package io.holdfast.kafka;

import io.holdfast.runtime.LiveScheduler;
import io.holdfast.runtime.Scheduler;
import io.holdfast.source.DirectContext;
import io.holdfast.source.DirectReader;
import io.holdfast.source.DirectReader.Limit;
import io.holdfast.source.SourceRange;
import io.holdfast.wal.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic that is written, and read in place as the engine does. One thread. */
final class TopicLife implements AutoCloseable {
  static final Limit MUCH = new Limit(1_000_000, 1 << 30);

  final String topic;
  final KafkaProducer<byte[], byte[]> plain = producer(Map.of());
  final Scheduler scheduler = new LiveScheduler();

  /** As the engine keeps it: where the next range of a partition begins. */
  final Map<String, Long> offered = new TreeMap<>();

  TopicLife(int partitions) {
    this(SharedBroker.topic(partitions));
  }

  TopicLife(String topic) {
    this.topic = topic;
  }

  static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> settings = new TreeMap<>(more);
    settings.put("bootstrap.servers", SharedBroker.get().bootstrap());
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  KafkaSource<String> source() {
    return KafkaSource.text(SharedBroker.cluster(), topic);
  }

  /** Writes rows to a partition; they are there when this returns. */
  void write(int partition, String... rows) {
    for (String row : rows) {
      var unused = plain.send(record(partition, row));
    }
    plain.flush();
  }

  /** Writes rows numbered from one number up to another. */
  void write(int partition, int from, int until) {
    for (int number = from; number < until; number++) {
      var unused = plain.send(record(partition, "r" + number));
    }
    plain.flush();
  }

  ProducerRecord<byte[], byte[]> record(int partition, String row) {
    return new ProducerRecord<>(topic, partition, null, row.getBytes(StandardCharsets.UTF_8));
  }

  DirectReader<String> open(KafkaSource<String> source) {
    return source.open(new Context(), KafkaClients.LIVE);
  }

  /** All ranges that there are now, as the engine takes them. */
  List<SourceRange> take(DirectReader<String> reader, Limit limit) throws IOException {
    List<SourceRange> taken = new ArrayList<>();
    for (Map.Entry<String, Long> partition : reader.partitions().entrySet()) {
      String name = partition.getKey();
      var range = reader.next(name, offered.getOrDefault(name, partition.getValue()), limit);
      while (range.isPresent()) {
        taken.add(range.get());
        offered.put(name, range.get().until());
        range = reader.next(name, range.get().until(), limit);
      }
    }
    return taken;
  }

  static List<String> read(DirectReader<String> reader, List<SourceRange> ranges)
      throws IOException {
    List<String> rows = new ArrayList<>();
    for (SourceRange range : ranges) {
      reader.read(range, rows::add);
    }
    return rows;
  }

  static List<String> numbered(int from, int until) {
    List<String> rows = new ArrayList<>();
    for (int number = from; number < until; number++) {
      rows.add("r" + number);
    }
    return rows;
  }

  /** The engine, as the reader sees it. */
  private final class Context implements DirectContext {
    @Override
    public Scheduler scheduler() {
      return scheduler;
    }

    @Override
    public Storage storage(String location) {
      throw new UnsupportedOperationException(location);
    }

    @Override
    public Map<String, Long> offered() {
      return Map.copyOf(offered);
    }
  }

  @Override
  public void close() {
    plain.close();
    scheduler.close();
  }
}
