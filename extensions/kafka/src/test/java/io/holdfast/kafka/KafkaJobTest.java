package io.holdfast.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.stream.DStream;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole jobs from a topic to a topic, with the broker killed on the way. */
final class KafkaJobTest {
  private static final int WORDS = 7;
  private static final int RECORDS = 2000;

  @TempDir private Path directory;

  @Test
  void readInPlace() throws IOException, InterruptedException {
    try (TopicLife input = new TopicLife(3)) {
      KafkaSource<String> source = input.source().reportTo("watchers");
      runs(input, context -> context.directStream("words", source));
    }
  }

  @Test
  void receivedThroughTheLog() throws IOException, InterruptedException {
    try (TopicLife input = new TopicLife(3)) {
      KafkaReceiverSource<String> source =
          KafkaReceiverSource.text(SharedBroker.cluster(), input.topic).reportTo("watchers");
      runs(input, context -> context.receiverStream("words", source));
    }
  }

  private void runs(TopicLife input, Function<StreamingContext, DStream<String>> words)
      throws IOException, InterruptedException {
    KafkaBroker broker = SharedBroker.get();
    KafkaSink<Pair<String, Long>> sink =
        KafkaSink.of(
            SharedBroker.cluster(), SharedBroker.topic(2), KafkaFormat.<String, Long>textPairs());
    StreamingConfig config =
        StreamingConfig.builder(SharedBroker.name("job"), directory.resolve("app"))
            .batchInterval(Duration.ofMillis(50))
            .maxReceiverAttempts(100)
            .build();
    write(input, 0);
    StreamingContext first = start(config, words, sink);
    KafkaBroker.await("output", () -> counted(sink) > 0);
    broker.kill();
    broker.restart();
    write(input, 1);
    KafkaBroker.await("output", () -> counted(sink) == 2 * RECORDS);
    first.stop(Duration.ofSeconds(20));
    write(input, 2);
    // Restored whole from the newest checkpoint: sources and sinks are values in it.
    StreamingContext second = StreamingContext.recover(config);
    second.start();
    second.awaitDrained();
    Map<String, Long> expected = new TreeMap<>();
    for (int number = 0; number < 3 * RECORDS; number++) {
      expected.merge("word" + number % WORDS, 1L, Long::sum);
    }
    assertEquals(expected, counts(sink));
  }

  private static StreamingContext start(
      StreamingConfig config,
      Function<StreamingContext, DStream<String>> words,
      KafkaSink<Pair<String, Long>> sink) {
    StreamingContext context =
        StreamingContext.getOrCreate(
            config,
            job ->
                words
                    .apply(job)
                    .mapToPair(word -> new Pair<>(word, 1L))
                    .reduceByKey(Long::sum)
                    .writeTo("counts", sink));
    context.start();
    return context;
  }

  private static void write(TopicLife input, int round) {
    for (int number = round * RECORDS; number < (round + 1) * RECORDS; number++) {
      var unused = input.plain.send(input.record(number % 3, "word" + number % WORDS));
    }
    input.plain.flush();
  }

  /** The counts of all batches, added up. */
  private static Map<String, Long> counts(KafkaSink<Pair<String, Long>> sink) {
    Map<String, Long> counts = new TreeMap<>();
    for (CommittedRow row : sink.committedRows("counts", place -> null).orElseThrow()) {
      String[] pair = row.row().split("\t", -1);
      counts.merge(pair[0], Long.parseLong(pair[1]), Long::sum);
    }
    return counts;
  }

  private static long counted(KafkaSink<Pair<String, Long>> sink) {
    return counts(sink).values().stream().mapToLong(Long::longValue).sum();
  }
}
