package io.holdfast.kafka;

import static io.holdfast.kafka.TopicLife.numbered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import io.holdfast.NotReplayableException;
import io.holdfast.SourceFailedException;
import io.holdfast.source.RecordsGoneException;
import io.holdfast.stream.StopReport;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a receiver does where records are lost before it had them, on a real broker. */
final class KafkaReceiverTest {
  private static final KafkaBroker BROKER = SharedBroker.get();

  private static KafkaReceiverSource<String> source(TopicLife life) {
    return KafkaReceiverSource.text(SharedBroker.cluster(), life.topic)
        .refreshEvery(Duration.ofMillis(20));
  }

  /** The positions behind the first so many records of a topic of one partition. */
  private static Map<String, Long> received(TopicLife life, int count) {
    try (ReceivedLife before = new ReceivedLife(source(life), Map.of())) {
      assertEquals(numbered(0, count), before.await(count));
      return before.positions();
    }
  }

  @Test
  void recordsThatWereDeletedBeforeTheyWereReceived() {
    try (TopicLife life = new TopicLife(1)) {
      life.write(0, 0, 10);
      Map<String, Long> durable = received(life, 10);
      life.write(0, 10, 30);
      BROKER.deleteBefore(life.topic, 0, 25);
      try (ReceivedLife late = new ReceivedLife(source(life), durable)) {
        RecordsGoneException gone =
            assertInstanceOf(RecordsGoneException.class, late.awaitFailure());
        assertEquals(durable.keySet().iterator().next(), gone.partition());
        assertEquals(10, gone.from());
        assertEquals(25, gone.until());
        assertTrue(gone.getMessage().contains("retention"), gone::getMessage);
      }
      // Where nothing was received yet the topic begins with what it has.
      try (ReceivedLife other = new ReceivedLife(source(life), Map.of())) {
        assertEquals(numbered(25, 30), other.await(5));
      }
    }
  }

  /** The receiver before it may have failed before it could tell. */
  @Test
  void whatIsDurableAtItsStartIsReported() {
    try (TopicLife life = new TopicLife(1)) {
      life.write(0, 0, 10);
      Map<String, Long> durable = received(life, 10);
      String group = SharedBroker.name("group");
      TopicPartition partition = new TopicPartition(life.topic, 0);
      try (ReceivedLife next = new ReceivedLife(source(life).reportTo(group), durable)) {
        KafkaBroker.await("the report", () -> reported(group, partition) == 10);
        life.write(0, 10, 15);
        assertEquals(numbered(10, 15), next.await(5));
        assertEquals(10, reported(group, partition));
        next.acknowledge(next.positions());
        KafkaBroker.await("the next report", () -> reported(group, partition) == 15);
      }
    }
  }

  private static long reported(String group, TopicPartition partition) {
    OffsetAndMetadata offset =
        KafkaErrors.get(
                BROKER.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
            .get(partition);
    return offset == null ? -1 : offset.offset();
  }

  @Test
  void aLogThatEndsBeforeWhatWasReceived() {
    try (TopicLife life = new TopicLife(1)) {
      life.write(0, 0, 10);
      Map<String, Long> durable = received(life, 10);
      durable.replaceAll((partition, position) -> position + 5);
      try (ReceivedLife late = new ReceivedLife(source(life), durable)) {
        RecordsGoneException gone =
            assertInstanceOf(RecordsGoneException.class, late.awaitFailure());
        assertEquals(10, gone.from());
        assertEquals(15, gone.until());
        assertTrue(gone.getMessage().contains("was cut"), gone::getMessage);
      }
    }
  }

  @Test
  void aTopicThatWasCreatedAnewIsNotTheOldOne() {
    try (TopicLife life = new TopicLife(1)) {
      life.write(0, 0, 10);
      Map<String, Long> durable = received(life, 10);
      BROKER.deleteTopic(life.topic);
      BROKER.createTopic(life.topic, 1);
      life.write(0, 100, 130);
      try (ReceivedLife late = new ReceivedLife(source(life), durable)) {
        requireAnew(late, 10);
      }
      // What the one before has stored becomes durable only now.
      try (ReceivedLife early = new ReceivedLife(source(life), Map.of())) {
        assertEquals(numbered(100, 130), early.await(30));
        early.acknowledge(early.positions());
        early.acknowledge(durable);
        requireAnew(early, 10);
      }
    }
  }

  @Test
  void aTopicThatIsCreatedAnewWhileItIsRead() {
    try (TopicLife life = new TopicLife(1)) {
      life.write(0, 0, 10);
      KafkaReceiverSource<String> seldom = source(life).refreshEvery(Duration.ofMillis(500));
      try (ReceivedLife reading = new ReceivedLife(seldom, Map.of())) {
        assertEquals(numbered(0, 10), reading.await(10));
        BROKER.deleteTopic(life.topic);
        BROKER.createTopic(life.topic, 1);
        Throwable seen = reading.awaitFailure();
        if (seen instanceof SourceFailedException) {
          // It looked when there was none: the next one is told what is durable.
          assertTrue(seen.getMessage().contains("does not exist"), seen::getMessage);
        } else {
          requireAnew(reading, 10);
        }
      }
    }
  }

  private static void requireAnew(ReceivedLife life, long offset) {
    NotReplayableException other =
        assertInstanceOf(NotReplayableException.class, life.awaitFailure());
    assertTrue(other.getMessage().contains("created anew"), other::getMessage);
    assertTrue(other.getMessage().contains("up to offset " + offset), other::getMessage);
    assertTrue(other.getMessage().contains("allowDropping"), other::getMessage);
  }

  @Test
  void theJobEndsAndKeepsWhatItHas(@TempDir Path directory) {
    try (TopicLife life = new TopicLife(1)) {
      StreamingConfig config =
          StreamingConfig.builder(SharedBroker.name("job"), directory.resolve("app"))
              .batchInterval(Duration.ofMillis(50))
              .build();
      life.write(0, 0, 10);
      assertEquals(10, start(config, life).awaitDrained().processed());
      life.write(0, 10, 30);
      BROKER.deleteBefore(life.topic, 0, 25);
      NotReplayableException gone =
          assertThrows(
              NotReplayableException.class,
              () -> {
                StopReport unused = start(config, life).awaitDrained();
              });
      assertEquals(ExitCode.NOT_REPLAYABLE, gone.exitCode());
      for (String word :
          new String[] {"'words'", life.topic, "10 until 25", "allowDropping(\"words\")"}) {
        assertTrue(gone.getMessage().contains(word), gone::getMessage);
      }
    }
  }

  private static StreamingContext start(StreamingConfig config, TopicLife life) {
    StreamingContext context =
        StreamingContext.getOrCreate(
            config,
            job ->
                job.receiverStream("words", source(life)).foreachRdd("seen", (rows, time) -> {}));
    context.start();
    return context;
  }
}
