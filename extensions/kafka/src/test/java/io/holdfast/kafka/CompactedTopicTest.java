package io.holdfast.kafka;

import static io.holdfast.kafka.TopicLife.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.source.DirectReader;
import io.holdfast.source.DirectReader.Limit;
import io.holdfast.source.SourceRange;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What a topic has compacted away is no loss, on a real broker. */
final class CompactedTopicTest {
  private static final int KEYS = 10;
  private static final int ROUNDS = 10;
  private static final int OLD = KEYS * ROUNDS;
  private static final int LAST_ROUND = OLD - KEYS;

  /** Offsets of the records that are left of the keys, and of the one behind them. */
  private static final List<String> LEFT =
      IntStream.rangeClosed(LAST_ROUND, OLD).mapToObj(number -> "r" + number).toList();

  @Test
  void holesBetweenOffsetsAreNoLoss() throws IOException {
    String topic = SharedBroker.name("compacted");
    SharedBroker.get()
        .createTopic(
            topic,
            1,
            Map.of(
                "cleanup.policy",
                "compact",
                "segment.ms",
                "400",
                "min.cleanable.dirty.ratio",
                "0.0",
                "max.compaction.lag.ms",
                "100"));
    try (TopicLife life = new TopicLife(topic)) {
      for (int number = 0; number < OLD; number++) {
        send(life, number, "k" + number % KEYS);
      }
      life.plain.flush();
      inPlace(life);
      received(life);
    }
  }

  private static void inPlace(TopicLife life) throws IOException {
    try (DirectReader<String> reader = life.open(life.source())) {
      List<SourceRange> offered = life.take(reader, new Limit(30, 1 << 20));
      assertEquals(OLD, read(reader, offered).size());
      compact(life);
      // Ranges that were journaled before; of some nothing is left.
      assertEquals(LEFT.subList(0, KEYS), read(reader, offered));
      assertEquals(List.of(), read(reader, offered.subList(0, 2)));
      assertEquals(LEFT.subList(KEYS, KEYS + 1), read(reader, life.take(reader, TopicLife.MUCH)));
    }
    // From the beginning, and out of the middle of a hole.
    for (long from : new long[] {0, 45}) {
      try (DirectReader<String> next = life.open(life.source())) {
        life.offered.replaceAll((partition, offset) -> from);
        assertEquals(LEFT, read(next, life.take(next, new Limit(20, 1 << 20))));
      }
    }
  }

  private static void received(TopicLife life) {
    KafkaReceiverSource<String> source =
        KafkaReceiverSource.text(SharedBroker.cluster(), life.topic);
    String partition = life.offered.keySet().iterator().next();
    for (long from : new long[] {0, 45}) {
      try (ReceivedLife receiver = new ReceivedLife(source, Map.of(partition, from))) {
        assertEquals(LEFT, receiver.await(LEFT.size()));
        assertEquals(Map.of(partition, OLD + 1L), receiver.positions());
      }
    }
  }

  /** Closes the segment by one more record, and waits until the broker has cleaned it. */
  private static void compact(TopicLife life) {
    KafkaBroker.await("the age of a segment", new Aged());
    send(life, OLD, "another");
    life.plain.flush();
    KafkaBroker.await(
        "compaction",
        () -> {
          List<String> there = OutsideReader.rows(life.topic, 1);
          assertTrue(there.containsAll(LEFT), there::toString);
          return there.size() == LEFT.size();
        });
  }

  /** Says no for half a second: it is asked every 20 ms. */
  private static final class Aged implements BooleanSupplier {
    private int asked;

    @Override
    public boolean getAsBoolean() {
      return ++asked > 25;
    }
  }

  private static void send(TopicLife life, int number, String key) {
    var unused =
        life.plain.send(
            new ProducerRecord<>(
                life.topic, 0, OutputLife.utf8(key), OutputLife.utf8("r" + number)));
  }
}
