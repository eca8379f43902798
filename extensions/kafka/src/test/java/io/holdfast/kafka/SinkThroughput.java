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
 * The sink beside a plain idempotent producer that flushes after each batch, in turns on one
 * broker, with the same rows and the same settings. Run by {@code benchmarks/kafka}.
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
      for (int warmUp = 0; warmUp < 5; warmUp++) {
        compared.plain();
        compared.sink();
      }
      List<Double> ratios = new ArrayList<>();
      System.out.printf(
          Locale.ROOT, "%-5s %14s %14s %7s%n", "round", "plain rows/s", "sink", "ratio");
      for (int round = 1; round <= rounds; round++) {
        // Each begins every second round.
        double first = round % 2 == 0 ? compared.sink() : compared.plain();
        double second = round % 2 == 0 ? compared.plain() : compared.sink();
        double plain = round % 2 == 0 ? second : first;
        double sink = round % 2 == 0 ? first : second;
        ratios.add(sink / plain);
        System.out.printf(
            Locale.ROOT, "%-5d %14.0f %14.0f %7.2f%n", round, plain, sink, sink / plain);
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

  private double plain() {
    long start = System.nanoTime();
    for (int i = 0; i < BATCHES; i++) {
      for (String row : rows) {
        var unused =
            plain.send(new ProducerRecord<>("plain", row.getBytes(StandardCharsets.UTF_8)));
      }
      plain.flush();
    }
    return perSecond(start);
  }

  private double sink() {
    long start = System.nanoTime();
    for (int i = 0; i < BATCHES; i++) {
      batch++;
      BatchTime time = OutputLife.batch(batch);
      try (PartWriter<String> part = sink.stage(time, 0, 0)) {
        rows.forEach(part::write);
        CommitOutcome outcome = sink.commit(time, List.of(part.finish()));
        if (!outcome.equals(new CommitOutcome.Committed(false))) {
          throw new IllegalStateException(outcome.toString());
        }
      }
    }
    return perSecond(start);
  }

  private double perSecond(long startNanos) {
    return 1e9 * BATCHES * rows.size() / (System.nanoTime() - startNanos);
  }
}
