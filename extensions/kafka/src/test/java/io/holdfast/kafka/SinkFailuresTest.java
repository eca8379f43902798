package io.holdfast.kafka;

import static io.holdfast.kafka.OutputLife.batch;
import static io.holdfast.kafka.OutputLife.commit;
import static io.holdfast.kafka.OutputLife.expected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.HoldfastException;
import io.holdfast.JobFailedException;
import io.holdfast.NotReplayableException;
import io.holdfast.WrongApplicationException;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.sink.SinkSession.StagedPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the way of an output is said, with the way out, and nothing of it is visible. */
final class SinkFailuresTest {
  private static final KafkaCluster CLUSTER = SharedBroker.cluster();

  private static void says(HoldfastException error, String... words) {
    for (String word : words) {
      assertTrue(error.getMessage().contains(word), error::getMessage);
    }
  }

  @Test
  void twoApplicationsOfOneName() {
    OutputLife output = OutputLife.fresh();
    UUID other = UUID.fromString("99999999-4455-6677-8899-aabbccddeeff");
    try (SinkSession<String> session = output.open(7)) {
      commit(session, 1);
      SinkContext context =
          new OutputLife.Context(output.application, other, 9, OutputLife.fresh().storage);
      says(
          assertThrows(WrongApplicationException.class, () -> output.sink.open(context).close()),
          OutputLife.OUTPUT,
          OutputLife.APPLICATION.toString(),
          other.toString(),
          "transactionalIdPrefix");
      // The first one was not disturbed.
      assertEquals(new Committed(false), commit(session, 2));
    }
    assertEquals(expected(2), output.committed());
  }

  @Test
  void aMarkerTopicThatWasDeleted() {
    OutputLife output = OutputLife.fresh();
    try (SinkSession<String> session = output.open(1)) {
      commit(session, 1);
    }
    SharedBroker.get().deleteTopic(output.markerTopic());
    says(
        assertThrows(NotReplayableException.class, () -> output.open(2).close()),
        output.markerTopic(),
        "is not there any more",
        "allowDropping(\"counts\")");
    SharedBroker.get().createTopic(output.markerTopic(), 1, Map.of("cleanup.policy", "compact"));
    says(
        assertThrows(NotReplayableException.class, () -> output.open(2).close()),
        output.markerTopic(),
        "created anew");
    assertEquals(expected(1), output.committed());
  }

  @Test
  void markersThatWereDeleted() {
    OutputLife output = OutputLife.fresh();
    KafkaBroker broker = SharedBroker.get();
    broker.createTopic(output.markerTopic(), 1, Map.of("cleanup.policy", "compact,delete"));
    says(
        assertThrows(ConfigurationException.class, () -> output.open(1).close()),
        output.markerTopic(),
        "cleanup.policy=compact,delete");
    OutputLife second = OutputLife.fresh();
    broker.createTopic(second.markerTopic(), 1, Map.of("cleanup.policy", "compact,delete"));
    OutputLife named = new OutputLife(second.sink.markersIn(SharedBroker.name("markers")));
    broker.createTopic(named.sink.markerTopic(), 1, Map.of("cleanup.policy", "compact"));
    try (SinkSession<String> session = named.open(1)) {
      commit(session, 1);
    }
    try (SinkSession<String> session = named.open(2)) {
      assertTrue(session.committed(batch(1)));
    }
  }

  @Test
  void aTopicThatIsMissing() {
    String topic = SharedBroker.name("missing");
    KafkaSink<String> sink = KafkaSink.text(CLUSTER, topic);
    says(
        assertThrows(ConfigurationException.class, () -> new OutputLife(sink).open(1).close()),
        topic,
        "does not exist",
        "createTopic");
    OutputLife created = new OutputLife(sink.createTopic(2));
    try (SinkSession<String> session = created.open(1)) {
      assertEquals(new Committed(false), commit(session, 1));
    }
    assertEquals(expected(1), created.committed());
  }

  @Test
  void aRowThatIsTooLarge() {
    String topic = SharedBroker.name("small");
    SharedBroker.get().createTopic(topic, 1, Map.of("max.message.bytes", "2000"));
    KafkaCluster hasty =
        CLUSTER.with("delivery.timeout.ms", "1500").with("request.timeout.ms", "1000");
    OutputLife output = new OutputLife(KafkaSink.text(hasty, topic));
    try (SinkSession<String> session = output.open(1)) {
      commit(session, 1);
      assertTooLarge(session, topic, 10_000);
      assertTooLarge(session, topic, 2_000_000);
      // Readers do not wait for what is left of it, and the session goes on.
      assertEquals(expected(1), output.committed());
      assertEquals(new Committed(false), commit(session, 2));
    }
    assertEquals(expected(2), output.committed());
  }

  private static void assertTooLarge(SinkSession<String> session, String topic, int length) {
    try (PartWriter<String> part = session.stage(batch(2), 0, 0)) {
      part.write("before");
      part.write("x".repeat(length));
      List<StagedPart> parts = List.of(part.finish());
      says(
          assertThrows(JobFailedException.class, () -> session.commit(batch(2), parts)),
          topic,
          "max.message.bytes",
          "Nothing of the batch is visible");
    }
  }

  @Test
  void aTransactionTimeOutAboveTheBrokers() {
    OutputLife output =
        new OutputLife(
            KafkaSink.text(
                CLUSTER.with("transaction.timeout.ms", "130000"), SharedBroker.topic(1)));
    says(
        assertThrows(ConfigurationException.class, () -> output.open(1).close()),
        "transaction.timeout.ms",
        "transaction.max.timeout.ms");
  }

  @Test
  void brokersWhoseTransactionsAreNotSafe(@TempDir Path directory) throws IOException {
    try (KafkaBroker old = KafkaBroker.startOld(directory)) {
      old.createTopic("rows", 1);
      KafkaSink<String> sink = KafkaSink.text(KafkaCluster.at(old.bootstrap()), "rows");
      says(
          assertThrows(ConfigurationException.class, () -> new OutputLife(sink).open(1).close()),
          "transaction.version=0",
          "KIP-890",
          "allowOldBrokers");
      OutputLife allowed = new OutputLife(sink.allowOldBrokers());
      try (SinkSession<String> session = allowed.open(1)) {
        assertEquals(new Committed(false), commit(session, 1));
      }
      assertEquals(expected(1), allowed.committed());
    }
  }

  @Test
  void aBrokerThatIsNotThere() {
    KafkaCluster nowhere =
        KafkaCluster.at("127.0.0.1:1")
            .with("request.timeout.ms", "500")
            .with("default.api.timeout.ms", "500");
    says(
        assertThrows(
            HoldfastException.class,
            () -> new OutputLife(KafkaSink.text(nowhere, "rows")).open(1).close()),
        "127.0.0.1:1",
        "did not answer in time");
  }
}
