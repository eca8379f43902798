package io.holdfast.kafka;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.stream.BatchTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The sink beside a plain idempotent producer that flushes after each batch, batch by batch in turn
 * on one broker, with the same rows and the same settings. Run by {@code benchmarks/kafka}.
 */
@CompositionRoot("measures real processes in real time")
final class SinkThroughput {
  private static final int PARTITIONS = 3;
  private static final int BATCHES = 10;

  private final List<String> rows = new ArrayList<>();
  private final KafkaProducer<byte[], byte[]> plain;
  private final SinkSession<String> sink;
  private long batch;

  private SinkThroughput(KafkaBroker broker, int batchRows) {
    String pad = "x".repeat(90);
    for (int row = 0; row < batchRows; row++) {
      rows.add(pad + String.format(Locale.ROOT, "%010d", row));
    }
    broker.createTopic("plain", PARTITIONS);
    broker.createTopic("sink", PARTITIONS);
    plain =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrap(), "enable.idempotence", "true"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    KafkaSink<String> to = KafkaSink.text(KafkaCluster.at(broker.bootstrap()), "sink");
    sink = new OutputLife(to).open(1);
  }

  /** Arguments: directory, rows of a batch, rounds. */
  public static void main(String[] arguments) throws IOException {
    int batchRows = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    try (KafkaBroker broker = KafkaBroker.start(Path.of(arguments[0]))) {
      SinkThroughput compared = new SinkThroughput(broker, batchRows);
      System.out.printf(
          Locale.ROOT, "%-5s %14s %14s %7s%n", "round", "plain rows/s", "sink", "ratio");
      List<Double> ratios = new ArrayList<>();
      // The first rounds only warm up.
      for (int round = -1; round <= rounds; round++) {
        long plainNanos = 0;
        long sinkNanos = 0;
        for (int i = 0; i < BATCHES; i++) {
          // Each is first every other time.
          plainNanos += i % 2 == 0 ? compared.plain() : 0;
          sinkNanos += compared.sink();
          plainNanos += i % 2 == 1 ? compared.plain() : 0;
        }
        if (round > 0) {
          double ratio = (double) plainNanos / sinkNanos;
          ratios.add(ratio);
          System.out.printf(
              Locale.ROOT,
              "%-5d %14.0f %14.0f %7.2f%n",
              round,
              compared.perSecond(plainNanos),
              compared.perSecond(sinkNanos),
              ratio);
        }
      }
      ratios.sort(null);
      System.out.printf(
          Locale.ROOT,
          "median %.2f, from %.2f to %.2f%n",
          ratios.get(rounds / 2),
          ratios.get(0),
          ratios.get(rounds - 1));
      compared.plain.close();
      compared.sink.close();
    }
  }

  /** Nanoseconds that a batch has taken. */
  private long plain() {
    long start = System.nanoTime();
    for (String row : rows) {
      var unused = plain.send(new ProducerRecord<>("plain", row.getBytes(StandardCharsets.UTF_8)));
    }
    plain.flush();
    return System.nanoTime() - start;
  }

  /** The same. */
  private long sink() {
    BatchTime time = OutputLife.batch(++batch);
    long start = System.nanoTime();
    try (PartWriter<String> part = sink.stage(time, 0, 0)) {
      rows.forEach(part::write);
      CommitOutcome outcome = sink.commit(time, List.of(part.finish()));
      if (!outcome.equals(new CommitOutcome.Committed(false))) {
        throw new IllegalStateException(outcome.toString());
      }
    }
    return System.nanoTime() - start;
  }

  private double perSecond(long nanos) {
    return 1e9 * BATCHES * rows.size() / nanos;
  }
}
