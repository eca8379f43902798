package io.holdfast.kafka;

import static io.holdfast.kafka.OutputLife.batch;
import static io.holdfast.kafka.OutputLife.expected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.CommitOutcome.Unknown;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.SinkSession.StagedPart;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The broker is killed again and again while batches are committed; seeded, but for the timing. */
final class BrokerKillsTest {
  private static final int KILLS = Integer.getInteger("holdfast.kafka.kills", 10);
  private static final long SEED = Long.getLong("holdfast.kafka.seed", 1);
  private static final int CALLS_OF_A_BATCH = 8;

  private final Random random = new Random(SEED);
  private final KafkaBroker broker = SharedBroker.get();
  private CompletableFuture<Void> killed = CompletableFuture.completedFuture(null);

  @Test
  @Timeout(1800)
  void everyBatchIsThereOnce() {
    OutputLife output = OutputLife.fresh();
    long number = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      // Some kills hit the opening, the others one of three batches.
      int call = 1 + random.nextInt(5 + 3 * CALLS_OF_A_BATCH);
      int micros = random.nextInt(20_000);
      SteppedClients clients = new SteppedClients(call, () -> killSoon(micros));
      try (SinkSession<String> session = output.open(kill, clients)) {
        for (int batches = 0; batches < 3; batches++) {
          number++;
          assertEquals(false, session.committed(batch(number)));
          commit(session, number);
        }
        killed.join();
      }
      assertEquals(expected(number), output.committed(), "seed " + SEED + ", kill " + kill);
    }
  }

  private static void commit(SinkSession<String> session, long number) {
    List<StagedPart> staged = OutputLife.stage(session, number);
    CommitOutcome outcome = session.commit(batch(number), staged);
    while (outcome instanceof Unknown) {
      outcome = session.commit(batch(number), staged);
    }
    assertInstanceOf(Committed.class, outcome);
  }

  /** Beside what the caller does next. */
  @CompositionRoot("a foreign server is killed at a moment of real time")
  private void killSoon(int micros) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    killed = done;
    Thread killer =
        new Thread(
            () -> {
              try {
                Thread.sleep(Duration.ofNanos(micros * 1000L).toMillis());
                broker.kill();
                broker.restart();
                done.complete(null);
              } catch (IOException | InterruptedException | RuntimeException | Error e) {
                done.completeExceptionally(e);
              }
            },
            "killer");
    killer.start();
  }
}
