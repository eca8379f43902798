package io.holdfast.kafka;

import static io.holdfast.kafka.TopicLife.MUCH;
import static io.holdfast.kafka.TopicLife.numbered;
import static io.holdfast.kafka.TopicLife.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.NotReplayableException;
import io.holdfast.source.DirectReader;
import io.holdfast.source.DirectReader.Limit;
import io.holdfast.source.RecordsGoneException;
import io.holdfast.source.SourceRange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** A topic that is read in place, on a real broker. */
final class KafkaSourceTest {
  private static final KafkaBroker BROKER = SharedBroker.get();

  @Test
  void rangesYieldTheirRecordsAndTheSameAgain() throws IOException {
    try (TopicLife life = new TopicLife(2);
        DirectReader<String> reader = life.open(life.source())) {
      life.write(0, 0, 1000);
      life.write(1, "other");
      List<SourceRange> ranges = life.take(reader, new Limit(300, 1 << 20));
      assertEquals(
          List.of(300L, 300L, 300L, 100L, 1L), ranges.stream().map(SourceRange::records).toList());
      List<String> all = new ArrayList<>(numbered(0, 1000));
      all.add("other");
      assertEquals(all, read(reader, ranges));
      assertEquals(all, read(reader, ranges));
      List<SourceRange> backwards = new ArrayList<>(ranges.subList(0, 4));
      Collections.reverse(backwards);
      assertEquals("r900", read(reader, backwards).get(0));
      assertEquals(List.of(), life.take(reader, MUCH));
      life.write(0, 1000, 1010);
      assertEquals(numbered(1000, 1010), read(reader, life.take(reader, MUCH)));
    }
  }

  @Test
  void rangesAreBoundedByBytes() throws IOException {
    try (TopicLife life = new TopicLife(1);
        DirectReader<String> reader = life.open(life.source())) {
      String[] rows = new String[100];
      Arrays.fill(rows, "x".repeat(1000));
      life.write(0, rows);
      List<SourceRange> ranges = life.take(reader, new Limit(1000, 10_000));
      assertEquals(10, ranges.size());
      assertEquals(10_000, ranges.get(0).lengthBytes());
      assertEquals(100, read(reader, ranges).size());
    }
  }

  @Test
  void onlyWhatIsCommittedIsRead() throws IOException {
    try (TopicLife life = new TopicLife(1);
        DirectReader<String> reader = life.open(life.source());
        DirectReader<String> all = life.open(life.source().readUncommitted());
        KafkaProducer<byte[], byte[]> writer =
            TopicLife.producer(Map.of("transactional.id", SharedBroker.name("id")))) {
      writer.initTransactions();
      transaction(writer, life, true, "a", "b");
      transaction(writer, life, false, "x");
      transaction(writer, life, true, "c");
      writer.beginTransaction();
      var unused = writer.send(life.record(0, "open"));
      writer.flush();
      List<SourceRange> ranges = life.take(reader, new Limit(2, 1 << 20));
      assertEquals(List.of("a", "b", "c"), read(reader, ranges));
      assertEquals(7, life.offered.values().iterator().next());
      life.offered.clear();
      assertEquals(List.of("a", "b", "x", "c", "open"), read(all, life.take(all, MUCH)));
      writer.abortTransaction();
    }
  }

  private static void transaction(
      KafkaProducer<byte[], byte[]> writer, TopicLife life, boolean commits, String... rows) {
    writer.beginTransaction();
    for (String row : rows) {
      var unused = writer.send(life.record(0, row));
    }
    if (commits) {
      writer.commitTransaction();
    } else {
      writer.flush();
      writer.abortTransaction();
    }
  }

  @Test
  void newPartitionsAreFound() throws IOException {
    try (TopicLife life = new TopicLife(1);
        DirectReader<String> reader =
            life.open(life.source().refreshEvery(Duration.ofMillis(200)))) {
      life.write(0, "a");
      assertEquals(1, reader.partitions().size());
      KafkaErrors.get(
          BROKER.admin().createPartitions(Map.of(life.topic, NewPartitions.increaseTo(3))).all());
      KafkaBroker.await("partitions", () -> partitions(reader) == 3);
      life.write(2, "b");
      assertEquals(List.of("a", "b"), read(reader, life.take(reader, MUCH)));
    }
  }

  private static int partitions(DirectReader<String> reader) {
    try {
      return reader.partitions().size();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void itBeginsAtATime() throws IOException {
    Instant noon = Instant.ofEpochSecond(1_700_000_000);
    try (TopicLife life = new TopicLife(2);
        DirectReader<String> reader = life.open(life.source().startAt(noon))) {
      stamped(life, 0, noon.minusSeconds(2), "before");
      assertEquals(List.of(), life.take(reader, MUCH));
      stamped(life, 0, noon.minusSeconds(1), "still before");
      stamped(life, 0, noon, "noon");
      stamped(life, 0, noon.minusSeconds(1), "late");
      assertEquals(List.of("noon", "late"), read(reader, life.take(reader, MUCH)));
      stamped(life, 1, noon.plusSeconds(1), "after");
      assertEquals(List.of("after"), read(reader, life.take(reader, MUCH)));
    }
  }

  private static void stamped(TopicLife life, int partition, Instant time, String row) {
    var unused =
        life.plain.send(
            new ProducerRecord<>(
                life.topic, partition, time.toEpochMilli(), null, OutputLife.utf8(row)));
    life.plain.flush();
  }

  @Test
  void recordsThatRetentionHasTakenAreNamedToTheOffset() throws IOException {
    try (TopicLife life = new TopicLife(1);
        DirectReader<String> reader = life.open(life.source())) {
      life.write(0, 0, 100);
      SourceRange pending = life.take(reader, new Limit(80, 1 << 20)).get(0);
      BROKER.deleteBefore(life.topic, 0, 30);
      RecordsGoneException gone =
          assertThrows(RecordsGoneException.class, () -> reader.read(pending, row -> {}));
      assertEquals(pending.partition(), gone.partition());
      assertEquals(0, gone.from());
      assertEquals(30, gone.until());
      SourceRange rest = new SourceRange(pending.partition(), 30, 80, 50, 1, 0);
      assertEquals(numbered(30, 80), read(reader, List.of(rest)));
      BROKER.deleteBefore(life.topic, 0, 90);
      RecordsGoneException all =
          assertThrows(RecordsGoneException.class, () -> reader.read(pending, row -> {}));
      assertEquals(0, all.from());
      assertEquals(80, all.until());
      // The engine compares where it is with where the partition begins.
      assertEquals(Map.of(pending.partition(), 90L), reader.partitions());
    }
  }

  @Test
  void aTopicThatIsMissing() throws IOException {
    try (TopicLife life = new TopicLife(SharedBroker.name("missing"));
        DirectReader<String> reader = life.open(life.source())) {
      IOException missing = assertThrows(IOException.class, reader::partitions);
      assertTrue(missing.getMessage().contains(life.topic), missing::getMessage);
      assertTrue(missing.getMessage().contains("create it"), missing::getMessage);
      BROKER.createTopic(life.topic, 1);
      life.write(0, "a");
      assertEquals(List.of("a"), read(reader, life.take(reader, MUCH)));
    }
  }

  @Test
  void aTopicThatWasCreatedAnewIsNotTheOldOne() throws IOException {
    for (int later : new int[] {5, 200}) {
      try (TopicLife life = new TopicLife(1);
          DirectReader<String> reader =
              life.open(life.source().refreshEvery(Duration.ofMillis(1)))) {
        life.write(0, 0, 100);
        SourceRange pending = life.take(reader, MUCH).get(0);
        assertEquals(100, read(reader, List.of(pending)).size());
        BROKER.deleteTopic(life.topic);
        BROKER.createTopic(life.topic, 1);
        life.write(0, 1000, 1000 + later);
        NotReplayableException other =
            assertThrows(NotReplayableException.class, reader::partitions);
        assertTrue(other.getMessage().contains("created anew"), other::getMessage);
        assertTrue(other.getMessage().contains("up to offset 100"), other::getMessage);
        RecordsGoneException gone =
            assertThrows(RecordsGoneException.class, () -> reader.read(pending, row -> {}));
        assertEquals(0, gone.from());
        assertEquals(100, gone.until());
        try (DirectReader<String> restarted = life.open(life.source())) {
          assertThrows(NotReplayableException.class, restarted::partitions);
          assertThrows(RecordsGoneException.class, () -> restarted.read(pending, row -> {}));
        }
      }
    }
  }

  @Test
  void offsetsBehindTheEndAreRefused() throws IOException {
    try (TopicLife life = new TopicLife(1);
        DirectReader<String> reader = life.open(life.source())) {
      life.write(0, 0, 10);
      String name = reader.partitions().keySet().iterator().next();
      assertEquals(Optional.empty(), reader.next(name, 10, MUCH));
      RecordsGoneException cut =
          assertThrows(RecordsGoneException.class, () -> reader.next(name, 15, MUCH));
      assertEquals(10, cut.from());
      assertEquals(15, cut.until());
      SourceRange beyond = new SourceRange(name, 12, 20, 8, 1, 0);
      RecordsGoneException pending =
          assertThrows(RecordsGoneException.class, () -> reader.read(beyond, row -> {}));
      assertEquals(12, pending.from());
      assertEquals(20, pending.until());
    }
  }
}
