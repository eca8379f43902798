package io.holdfast.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.FencedException;
import io.holdfast.HoldfastException;
import io.holdfast.SourceFailedException;
import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.receiver.BlockLimits;
import io.holdfast.engine.receiver.ReceiverReports;
import io.holdfast.engine.receiver.ReceiverSupervisor.Received;
import io.holdfast.engine.receiver.SupervisorPolicy;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.spark.RemoteInput.Placing;
import io.holdfast.spark.RemoteInput.Terms;
import io.holdfast.spark.Talk.Begin;
import io.holdfast.spark.Talk.Channel;
import io.holdfast.spark.Talk.GaveUp;
import io.holdfast.spark.Talk.Hello;
import io.holdfast.spark.Talk.Orders;
import io.holdfast.spark.Talk.Report;
import io.holdfast.spark.Talk.Stored;
import io.holdfast.stream.RateLimits;
import io.holdfast.wal.LogHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RemoteInputTest {
  private static final Channel CHANNEL = new Channel(new UUID(1, 2), 3, "lines");

  private final SimulatedScheduler scheduler = new SimulatedScheduler(1, 1_000);
  private final List<Consumer<Throwable>> placed = new ArrayList<>();
  private final List<Long> taken = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final List<HoldfastException> gaveUp = new ArrayList<>();
  private final RemoteInput input =
      new RemoteInput(
          CHANNEL,
          new Places(),
          new Received(10, Map.of("line", 100L)),
          new Terms(
              new SupervisorPolicy(
                  new BlockLimits(100, 1_000, Duration.ofMillis(50), 1_000, RateLimits.NONE), 3),
              Duration.ofMillis(100),
              false),
          new Seen(),
          scheduler);

  private final class Places implements Placing {
    @Override
    public void place(Consumer<Throwable> ended) {
      placed.add(ended);
    }

    @Override
    public void begun(String place) {
      events.add("at " + place);
    }

    @Override
    public void cancel() {
      events.add("cancelled");
    }
  }

  private final class Seen implements ReceiverReports {
    @Override
    public void stored(ReceivedBlock block) {
      taken.add(block.sequence());
    }

    @Override
    public void storeFailed(Throwable error) {
      events.add("failed " + error.getMessage());
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
      gaveUp.add(error);
    }
  }

  private static ReceivedBlock block(long sequence, long line) {
    return new ReceivedBlock(
        "lines",
        sequence,
        5,
        new InLog("x-3-a", new LogHandle(sequence, 1, 64, 10, 0)),
        Map.of("line", line));
  }

  private Begin hello(String executor) {
    return assertInstanceOf(
        Begin.class, input.receive(new Hello(CHANNEL, executor, "executor_h_" + executor)));
  }

  private void stored(Begin placement, long sequence, long line) {
    assertNull(input.receive(new Stored(CHANNEL, placement.placement(), block(sequence, line))));
  }

  private Orders report(Begin placement, long received, boolean caughtUp, boolean ended) {
    return assertInstanceOf(
        Orders.class,
        input.receive(new Report(CHANNEL, placement.placement(), received, caughtUp, ended)));
  }

  @Test
  void aReceiverWhoseLogIsFencedIsNotPlacedAgain() {
    input.start();
    placed.get(0).accept(new FencedException("epoch 1 was superseded"));
    scheduler.runFor(Duration.ofMinutes(1));
    assertEquals(1, placed.size());
    assertInstanceOf(FencedException.class, gaveUp.get(0));
    assertEquals(List.of(), events);
  }

  @Test
  void aReceiverBeginsBehindWhatWasReceived() {
    input.start();
    assertEquals(1, placed.size());
    Begin begin = hello("executor 1");
    assertEquals(10, begin.before().lastSequence());
    assertEquals(Map.of("line", 100L), begin.before().durableOffsets());
    stored(begin, 11, 105);
    stored(begin, 12, 110);
    assertEquals(List.of(11L, 12L), taken);
    assertEquals(12, report(begin, 0, true, false).takenSequence());
    assertTrue(input.caughtUp());
  }

  @Test
  void nothingIsTakenTwiceOrOutOfTurn() {
    input.start();
    Begin begin = hello("executor 1");
    stored(begin, 12, 110);
    stored(begin, 11, 105);
    stored(begin, 11, 105);
    assertEquals(List.of(11L), taken);
  }

  @Test
  void aLostExecutorsReceiverIsPlacedAgainBehindWhatWasTaken() {
    input.start();
    Begin first = hello("executor 1");
    stored(first, 11, 105);
    placed.get(0).accept(new SourceFailedException("executor lost"));
    scheduler.runFor(Duration.ofMillis(99));
    assertEquals(1, placed.size());
    scheduler.runFor(Duration.ofMillis(2));
    assertEquals(2, placed.size());
    Begin second = hello("executor 2");
    assertEquals(11, second.before().lastSequence());
    assertEquals(Map.of("line", 105L), second.before().durableOffsets());
    // What the first still says does not count, and it is told to end.
    stored(first, 12, 110);
    assertTrue(report(first, 0, false, false).over());
    stored(second, 12, 111);
    assertEquals(List.of(11L, 12L), taken);
    assertFalse(report(second, 0, false, false).over());
  }

  @Test
  void aTaskThatSparkTriesAgainTakesOver() {
    input.start();
    Begin first = hello("executor 1");
    Begin again = hello("executor 2");
    stored(first, 11, 105);
    stored(again, 11, 106);
    assertEquals(List.of(11L), taken);
    assertTrue(report(first, 0, false, false).over());
  }

  @Test
  void whatIsUnderWayIsWaitedForWhenItStops() {
    input.start();
    Begin begin = hello("executor 1");
    report(begin, 5, false, false);
    assertEquals(5, input.received());
    assertFalse(input.caughtUp());
    input.stop();
    assertTrue(report(begin, 5, false, false).stop());
    stored(begin, 11, 105);
    // It may have taken more from the source since.
    assertTrue(input.received() > 5);
    report(begin, 0, false, true);
    assertEquals(5, input.received());
    placed.get(0).accept(null);
    scheduler.runFor(Duration.ofSeconds(10));
    assertEquals(1, placed.size());
  }

  @Test
  void aReceiverThatGivesUpEndsTheJob() {
    input.start();
    Begin begin = hello("executor 1");
    input.receive(
        new GaveUp(
            CHANNEL,
            begin.placement(),
            RemoteFailure.of(new SourceFailedException("no such topic"))));
    assertEquals("no such topic", gaveUp.get(0).getMessage());
    assertInstanceOf(SourceFailedException.class, gaveUp.get(0));
  }
}
