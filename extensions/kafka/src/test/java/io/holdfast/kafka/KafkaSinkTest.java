package io.holdfast.kafka;

import static io.holdfast.kafka.OutputLife.batch;
import static io.holdfast.kafka.OutputLife.commit;
import static io.holdfast.kafka.OutputLife.expected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.FencedException;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.CommitOutcome.Refused;
import io.holdfast.sink.SinkSession;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

/** Batches in transactions, against a real broker. */
final class KafkaSinkTest {
  private final OutputLife output = OutputLife.fresh();

  @Test
  void batchesAreThereOnceAndInWhole() {
    try (SinkSession<String> session = output.open(1)) {
      assertFalse(session.committed(batch(1)));
      assertEquals(new Committed(false), commit(session, 1));
      assertEquals(new Committed(false), commit(session, 2));
      assertTrue(session.committed(batch(2)));
      assertFalse(session.committed(batch(3)));
      assertEquals(new Committed(true), commit(session, 2));
      assertEquals(new Committed(false), session.commit(batch(3), List.of()));
    }
    assertEquals(expected(2), output.committed());
  }

  @Test
  void theNextDriverFindsWhatIsCommitted() {
    try (SinkSession<String> first = output.open(1)) {
      commit(first, 1);
    }
    try (SinkSession<String> second = output.open(2)) {
      assertTrue(second.committed(batch(1)));
      assertFalse(second.committed(batch(2)));
      assertEquals(new Committed(true), commit(second, 1));
      assertEquals(new Committed(false), commit(second, 2));
    }
    assertEquals(expected(2), output.committed());
  }

  @Test
  void anOlderDriverCommitsNothingAnyMore() {
    try (SinkSession<String> old = output.open(1)) {
      commit(old, 1);
      try (SinkSession<String> young = output.open(2)) {
        assertInstanceOf(Refused.class, commit(old, 2));
        assertEquals(new Committed(false), commit(young, 2));
        assertInstanceOf(Refused.class, commit(old, 3));
        // The older one has not even taken the transactional id away.
        assertEquals(new Committed(false), commit(young, 3));
      }
    }
    assertThrows(FencedException.class, () -> output.open(1).close());
    assertEquals(expected(3), output.committed());
  }

  /** A driver has just created the topic of markers, and was killed. */
  @Test
  void markersWhoseTopicIsNotKnownToAllBrokersYet() {
    SharedBroker.get().createTopic(output.markerTopic(), 1, Map.of("cleanup.policy", "compact"));
    SteppedClients late =
        new SteppedClients(
            "describeTopics",
            2,
            4,
            () -> {
              throw new UnknownTopicOrPartitionException("not yet");
            });
    try (SinkSession<String> session = output.open(1, late)) {
      assertEquals(new Committed(false), commit(session, 1));
    }
    assertEquals(5, late.calls());
    assertEquals(expected(1), output.committed());
  }
}
