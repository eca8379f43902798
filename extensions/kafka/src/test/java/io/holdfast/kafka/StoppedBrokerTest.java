package io.holdfast.kafka;

import static io.holdfast.kafka.OutputLife.batch;
import static io.holdfast.kafka.OutputLife.commit;
import static io.holdfast.kafka.OutputLife.expected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.CommitOutcome.Unknown;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.SinkSession.StagedPart;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commits of which nobody hears the end. */
final class StoppedBrokerTest {
  private final OutputLife output = OutputLife.fresh();

  @Test
  void theBrokerStopsWhileACommitIsOnItsWay() throws IOException, InterruptedException {
    KafkaBroker broker = SharedBroker.get();
    SteppedClients clients = new SteppedClients("commitTransaction", 3, 3, broker::pause);
    OutputLife hasty =
        new OutputLife(
            KafkaSink.text(
                SharedBroker.cluster()
                    .with("max.block.ms", "1500")
                    .with("request.timeout.ms", "1000")
                    .with("default.api.timeout.ms", "1500")
                    .with("delivery.timeout.ms", "1500"),
                output.sink.topic()));
    try (SinkSession<String> session = hasty.open(1, clients)) {
      commit(session, 1);
      List<StagedPart> staged = OutputLife.stage(session, 2);
      Unknown unknown = assertInstanceOf(Unknown.class, session.commit(batch(2), staged));
      assertTrue(unknown.askAgain());
      assertInstanceOf(Unknown.class, session.commit(batch(2), staged));
      broker.resume();
      CommitOutcome known = session.commit(batch(2), staged);
      while (known instanceof Unknown) {
        known = session.commit(batch(2), staged);
      }
      assertInstanceOf(Committed.class, known);
      commitUntilKnown(session, 3);
    }
    assertEquals(expected(3), hasty.committed());
  }

  private static void commitUntilKnown(SinkSession<String> session, long number) {
    List<StagedPart> staged = OutputLife.stage(session, number);
    CommitOutcome outcome = session.commit(batch(number), staged);
    while (outcome instanceof Unknown) {
      outcome = session.commit(batch(number), staged);
    }
    assertInstanceOf(Committed.class, outcome);
  }
}
