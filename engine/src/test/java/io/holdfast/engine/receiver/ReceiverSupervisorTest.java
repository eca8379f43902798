package io.holdfast.engine.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.NotReplayableException;
import io.holdfast.engine.block.BlockFormat;
import io.holdfast.engine.block.ReceivedBlockHandler;
import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.source.RecordsGoneException;
import io.holdfast.stream.Guarantee;
import io.holdfast.stream.RateLimits;
import io.holdfast.wal.LogHandle;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Several receivers under one supervisor, in simulated time, over a log that only counts. */
final class ReceiverSupervisorTest {
  private static final Duration BLOCK_AGE = Duration.ofMillis(10);

  private final SimulatedScheduler scheduler = new SimulatedScheduler(5, 1_700_000_000_000L);
  private final DriverState state = new DriverState();
  private final List<String> events = new ArrayList<>();
  private final List<ReceivedBlock> blocks = new ArrayList<>();
  private final Puppet one = new Puppet();
  private final Puppet two = new Puppet();
  private HoldfastException givenUp;

  /** A source whose receiver does what the test says. */
  private static final class Puppet implements ReceiverSource<String> {
    private transient ReceiverContext<String> context;
    private transient Map<String, Long> resumedAfter;
    private final transient List<Map<String, Long>> acknowledged = new ArrayList<>();
    private transient int stops;

    @Override
    public String description() {
      return "puppet";
    }

    @Override
    public RecordCodec<String> codec() {
      return RecordCodec.text();
    }

    @Override
    public SourcePromise promise() {
      return new SourcePromise(Guarantee.EXACTLY_ONCE, "numbered");
    }

    @Override
    public Receiver<String> createReceiver() {
      return new Receiver<>() {
        @Override
        public void start(ReceiverContext<String> started, Map<String, Long> resumeAfter) {
          context = started;
          resumedAfter = resumeAfter;
        }

        @Override
        public void acknowledged(Map<String, Long> durable) {
          acknowledged.add(durable);
        }

        @Override
        public void stop() {
          stops++;
        }
      };
    }
  }

  /** Everything is durable at once. */
  private static final class Durable implements ReceivedBlockHandler {
    @Override
    public CompletableFuture<ReceivedBlock> store(BlockFormat.Header header, ByteBuffer bytes) {
      LogHandle handle = new LogHandle(header.sequence(), 1, 0, bytes.remaining(), 0);
      return CompletableFuture.completedFuture(
          new ReceivedBlock(
              header.stream(),
              header.sequence(),
              header.records(),
              new InLog("blocks", handle),
              header.offsets()));
    }

    @Override
    public ByteBuffer read(ReceivedBlock block) {
      throw new UnsupportedOperationException("nothing is read");
    }

    @Override
    public void completed(List<ReceivedBlock> done) {}
  }

  private ReceiverSupervisor<String> start(ReceiverSource<String> source) {
    ReceiverReports reports =
        new ReceiverReports() {
          @Override
          public void stored(ReceivedBlock block) {
            blocks.add(block);
            state.apply(new BlockAdded(block));
          }

          @Override
          public void storeFailed(Throwable error) {
            throw new AssertionError(error);
          }

          @Override
          public void event(String stream, String event, String detail) {
            events.add(event + " " + detail);
          }

          @Override
          public void begun(String stream, long sequence) {}

          @Override
          public void held(String stream, String reason) {}

          @Override
          public void freed(String stream) {}

          @Override
          public void gaveUp(HoldfastException error) {
            givenUp = error;
          }
        };
    ReceiverSupervisor<String> supervisor =
        new ReceiverSupervisor<>(
            "lines",
            source,
            new Durable(),
            ReceiverSupervisor.Received.of(state.tracker("lines")),
            new SupervisorPolicy(new BlockLimits(100, 1_000, BLOCK_AGE, 1_000, RateLimits.NONE), 3),
            reports,
            new ReceiverSupervisor.Surroundings(scheduler, place -> null, BLOCK_AGE));
    supervisor.start();
    scheduler.runReady();
    return supervisor;
  }

  private ReceiverSupervisor<String> startBoth() {
    return start(ReceiverSource.several(Map.of("one", one, "two", two)));
  }

  private void acknowledgeAll(ReceiverSupervisor<String> supervisor) {
    scheduler.runFor(BLOCK_AGE.multipliedBy(2));
    blocks.forEach(supervisor::acknowledge);
    blocks.clear();
    scheduler.runReady();
  }

  @Test
  void eachHasPositionsOfItsOwn() {
    ReceiverSupervisor<String> supervisor = startBoth();
    one.context.store("a", "line", 5);
    two.context.store("b", "line", 3);
    two.context.store("b again", "line", 3);
    two.context.store("without a position");
    acknowledgeAll(supervisor);
    assertEquals(3, supervisor.received());
    assertEquals(List.of(Map.of("line", 5L)), one.acknowledged);
    assertEquals(List.of(Map.of("line", 3L)), two.acknowledged);
    assertEquals(Map.of("one/line", 5L, "two/line", 3L), state.tracker("lines").durableOffsets());
    supervisor.stop();
    scheduler.runReady();

    startBoth();
    assertEquals(Map.of("line", 5L), one.resumedAfter);
    assertEquals(Map.of("line", 3L), two.resumedAfter);
  }

  @Test
  void oneThatFailsIsStartedAgainAloneAndOneSees() {
    ReceiverSupervisor<String> supervisor = startBoth();
    ReceiverContext<String> failed = one.context;
    ReceiverContext<String> other = two.context;
    two.context.store("kept", "line", 1);
    failed.fail("its wire is cut", null);
    scheduler.runReady();
    acknowledgeAll(supervisor);
    assertTrue(failed.stopped());
    assertTrue(!other.stopped() && other == two.context, "the other goes on");
    scheduler.runFor(Duration.ofMillis(100));
    assertTrue(one.context != failed, "it was not started again");
    assertEquals(
        List.of(
            "started one: puppet",
            "started two: puppet",
            "restarting one: its wire is cut; next attempt in 100 ms",
            "started one: puppet"),
        events);
    assertEquals(1, one.stops);
    assertEquals(0, two.stops);
  }

  @Test
  void oneWhoseRecordsAreGoneEndsTheJobAtOnce() {
    startBoth();
    two.context.store("came", "line", 1);
    NotReplayableException gone = new NotReplayableException("lines 2 to 9 are gone");
    two.context.fail(gone.getMessage(), gone);
    scheduler.runFor(Duration.ofSeconds(1));
    assertSame(gone, givenUp);
    assertEquals("gave up two: lines 2 to 9 are gone", events.get(events.size() - 1));
  }

  @Test
  void wrongSettingsEndTheJobBeforeAnythingHasCome() {
    startBoth();
    one.context.caughtUp();
    ConfigurationException wrong = new ConfigurationException("no such user");
    one.context.fail(wrong.getMessage(), wrong);
    scheduler.runFor(Duration.ofSeconds(1));
    assertNull(givenUp, "it has worked before, so it is tried again");
    two.context.fail(wrong.getMessage(), wrong);
    scheduler.runFor(Duration.ofSeconds(1));
    assertSame(wrong, givenUp);
  }

  @Test
  void oneThatFailsTooOftenIsNamed() {
    startBoth();
    for (int i = 0; i < 3; i++) {
      two.context.fail("nobody there", null);
      scheduler.runFor(Duration.ofSeconds(1));
    }
    assertTrue(
        givenUp
            .getMessage()
            .startsWith("Input stream 'lines' (two: puppet) failed 3 times in a row"),
        givenUp.getMessage());
  }

  @Test
  void recordsThatAreGoneEndTheJobAtOnce() {
    startBoth();
    two.context.store("kept", "line", 3);
    two.context.fail("a gap", new RecordsGoneException("line", 3, 9, "somebody has cleared it"));
    scheduler.runFor(Duration.ofMinutes(1));
    assertEquals(ExitCode.NOT_REPLAYABLE, givenUp.exitCode());
    for (String word :
        List.of("'lines' (two: puppet)", "'line'", "3 until 9", "cleared", "allowDropping")) {
      assertTrue(givenUp.getMessage().contains(word), givenUp.getMessage());
    }
    assertEquals("gave up two: " + givenUp.getMessage(), events.get(events.size() - 1));
    assertEquals(1, blocks.size(), "what came before is kept");
  }

  @Test
  void notReplayableEndsTheJobWithItsOwnWords() {
    start(one);
    NotReplayableException other = new NotReplayableException("It is another line now.");
    one.context.fail("it says so itself", other);
    scheduler.runFor(Duration.ofMinutes(1));
    assertSame(other, givenUp);
    assertEquals(List.of("started puppet", "gave up It is another line now."), events);
  }

  @Test
  void forgottenPartitionsAreDroppedAndNotAcknowledged() {
    ReceiverSupervisor<String> supervisor = startBoth();
    one.context.store("a", "key/1", 1);
    two.context.store("b", "key/1", 1);
    acknowledgeAll(supervisor);
    one.context.forget("key/1");
    one.context.store("c", "key/2", 2);
    acknowledgeAll(supervisor);
    assertEquals(Map.of("key/2", 2L), one.acknowledged.get(1));
    assertEquals(Map.of("one/key/2", 2L, "two/key/1", 1L), state.tracker("lines").durableOffsets());
    one.context.fail("again, please", null);
    scheduler.runFor(Duration.ofSeconds(1));
    assertEquals(Map.of("key/2", 2L), one.resumedAfter);
  }

  @Test
  void groupsOfDifferentSourcesDoNotMeet() {
    startBoth();
    assertTrue(one.context.storeTogether(List.of("a", "b"), "key", 1));
    assertTrue(two.context.storeBlock(List.of("c"), "key", 1));
    assertEquals(1, two.context.storedUpTo("key"));
    assertEquals(
        List.of(Map.of("one/key", 1L), Map.of("two/key", 1L)),
        blocks.stream().map(ReceivedBlock::offsets).toList());
  }

  /** The job's threads may end before the lane comes to it. */
  @Test
  void stopReachesTheReceiversWithoutTheLane() {
    ReceiverSupervisor<String> supervisor = startBoth();
    supervisor.stop();
    assertEquals(1, one.stops);
    assertEquals(1, two.stops);
    scheduler.runReady();
    assertEquals("stopped ", events.get(events.size() - 1));
    one.context.fail("too late", null);
    scheduler.runFor(Duration.ofSeconds(10));
    assertEquals(3, events.size(), events.toString());
  }

  @Test
  void sourceAloneKeepsTheNamesOfItsPartitions() {
    ReceiverSupervisor<String> supervisor = start(one);
    one.context.store("a", "line", 5);
    acknowledgeAll(supervisor);
    assertEquals(Map.of("line", 5L), state.tracker("lines").durableOffsets());
    assertEquals(List.of("started puppet"), events);
  }
}
