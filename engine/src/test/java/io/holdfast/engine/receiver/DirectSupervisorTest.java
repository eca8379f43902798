package io.holdfast.engine.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.engine.block.TextTopic;
import io.holdfast.engine.journal.BlockLocation.InSource;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.stream.RateLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A direct source under its supervisor, in simulated time. */
final class DirectSupervisorTest {
  private static final Duration INTERVAL = Duration.ofMillis(10);
  private static final AheadLimit FAR = new AheadLimit(1_000_000, 1_000);

  private final SimulatedScheduler scheduler = new SimulatedScheduler(5, 1_700_000_000_000L);
  private final DriverState state = new DriverState();
  private final TextTopic topic = new TextTopic(scheduler);
  private final List<String> events = new ArrayList<>();
  private final List<ReceivedBlock> blocks = new ArrayList<>();
  private HoldfastException givenUp;

  private DirectSupervisor<String> start(AheadLimit ahead, RateLimits rates) {
    DirectSupervisor<String> supervisor =
        new DirectSupervisor<>(
            new DirectSupervisor.Stream<>("lines", topic, topic),
            new DirectSupervisor.Left(state.tracker("lines"), state.tracker("lines").unallocated()),
            new SupervisorPolicy(new BlockLimits(100, 40, INTERVAL, 1_000, rates), 3),
            new Noting(),
            ahead,
            INTERVAL);
    supervisor.start();
    scheduler.runReady();
    return supervisor;
  }

  private final class Noting implements ReceiverReports {
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
    public void held(String stream, String reason) {
      events.add("held");
    }

    @Override
    public void freed(String stream) {
      events.add("freed");
    }

    @Override
    public void gaveUp(HoldfastException error) {
      givenUp = error;
    }
  }

  private List<String> ranges() {
    return blocks.stream()
        .map(block -> ((InSource) block.location()).range())
        .map(range -> range.partition() + ":" + range.from() + "-" + range.until())
        .toList();
  }

  @Test
  void partitionsTakeTurnsAndNewRecordsAreFound() {
    topic.add("a", "one", "two");
    topic.add("b", "x".repeat(40), "y".repeat(40));
    DirectSupervisor<String> supervisor = start(FAR, RateLimits.NONE);
    assertEquals(List.of("a:0-2", "b:0-1", "b:1-2"), ranges());
    assertEquals(4, supervisor.received());
    assertTrue(supervisor.caughtUp());
    topic.add("a", "three");
    scheduler.runFor(INTERVAL);
    assertEquals("a:2-3", ranges().get(3));
    assertEquals(4, blocks.get(3).sequence());
    assertEquals(Map.of("a", 3L, "b", 2L), state.tracker("lines").durableOffsets());
    blocks.forEach(supervisor::acknowledge);
    scheduler.runReady();
    assertEquals(Map.of("a", 3L, "b", 2L), topic.journaled);
    supervisor.stop();
    topic.add("a", "too late");
    scheduler.runFor(INTERVAL.multipliedBy(3));
    assertEquals(4, blocks.size());
    assertEquals(topic.opened, topic.closed);
    assertEquals(List.of("started topic", "stopped "), events);
  }

  @Test
  void aRestartGoesOnBehindWhatIsJournaled() {
    topic.add("a", "one", "two");
    start(FAR, RateLimits.NONE).stop();
    topic.add("a", "three");
    topic.add("b", "new");
    topic.first.put("b", 1L);
    start(FAR, RateLimits.NONE);
    assertEquals(List.of("a:0-2", "a:2-3"), ranges());
    topic.add("b", "newer");
    scheduler.runFor(INTERVAL);
    assertEquals("b:1-2", ranges().get(2), "a new partition begins where its source begins");
  }

  @Test
  void itIsHeldBackUntilBatchesHaveComeAlong() {
    for (int i = 0; i < 20; i++) {
      topic.add("a", "z".repeat(40));
    }
    DirectSupervisor<String> supervisor = start(new AheadLimit(200, 1_000), RateLimits.NONE);
    assertEquals(5, blocks.size());
    assertFalse(supervisor.caughtUp());
    scheduler.runFor(INTERVAL.multipliedBy(5));
    assertEquals(5, blocks.size());
    supervisor.processed(blocks.subList(0, 2), Duration.ofMillis(1), Duration.ZERO);
    scheduler.runFor(INTERVAL);
    assertEquals(7, blocks.size());
    assertEquals(List.of("started topic", "held", "freed", "held"), events);
    supervisor.stop();
    assertEquals("freed", events.get(4));
    // What the driver before has left counts as well; four blocks there may always be.
    start(new AheadLimit(1, 1_000), RateLimits.NONE);
    assertEquals(7, blocks.size());
  }

  @Test
  void aQuietSourceIsLookedAtLessOften() {
    topic.add("a", "one");
    start(FAR, RateLimits.NONE);
    scheduler.runFor(Duration.ofSeconds(10));
    assertTrue(topic.looks > 95 && topic.looks < 110, () -> topic.looks + " looks");
    topic.add("a", "two");
    scheduler.runUntil(() -> blocks.size() == 2, 100);
    topic.add("a", "three");
    scheduler.runFor(INTERVAL);
    assertEquals(3, blocks.size(), "at once, as long as records come");
  }

  @Test
  void itIsNoFasterThanItsRate() {
    for (int i = 0; i < 100; i++) {
      topic.add("a", "r");
    }
    DirectSupervisor<String> supervisor = start(FAR, RateLimits.NONE.max(200));
    assertEquals(2, supervisor.received());
    scheduler.runFor(INTERVAL.multipliedBy(10));
    assertEquals(22, supervisor.received());
    assertFalse(supervisor.caughtUp());
  }

  @Test
  void aSourceThatFailsIsOpenedAgainAndOneSees() {
    topic.add("a", "one");
    topic.failures = 2;
    start(FAR, RateLimits.NONE);
    assertEquals(0, blocks.size());
    scheduler.runFor(Duration.ofMillis(99));
    assertEquals(1, events.size() - 1);
    scheduler.runFor(Duration.ofMillis(250));
    assertEquals(List.of("a:0-1"), ranges());
    assertEquals(
        List.of(
            "started topic",
            "restarting no answer; next attempt in 100 ms",
            "restarting no answer; next attempt in 200 ms"),
        events);
    topic.failures = 2;
    scheduler.runFor(Duration.ofSeconds(2));
    assertEquals(5, events.size(), "failures in a row are counted, not all");
    assertEquals(topic.opened - 1, topic.closed);
  }

  @Test
  void aSourceThatFailsTooOftenIsNamed() {
    topic.failures = 3;
    start(FAR, RateLimits.NONE);
    scheduler.runFor(Duration.ofSeconds(5));
    assertEquals(ExitCode.SOURCE_FAILED, givenUp.exitCode());
    assertTrue(
        givenUp
            .getMessage()
            .startsWith("Input stream 'lines' (topic) failed 3 times in a row, the last time: no"),
        givenUp.getMessage());
  }

  @Test
  void wrongSettingsEndTheJobUnlessItHasWorked() {
    topic.add("a", "one");
    topic.wrong = 1;
    start(FAR, RateLimits.NONE);
    assertEquals("wrong settings", givenUp.getMessage());
    givenUp = null;
    start(FAR, RateLimits.NONE);
    topic.wrong = 2;
    scheduler.runFor(Duration.ofSeconds(2));
    topic.add("a", "two");
    scheduler.runFor(Duration.ofSeconds(1));
    assertNull(givenUp, "it is tried again");
    assertEquals(List.of("a:0-1", "a:1-2"), ranges());
  }

  @Test
  void recordsThatAreGoneBeforeTheyWereReadEndTheJob() {
    topic.add("a", "one", "two", "three", "four");
    start(FAR, RateLimits.NONE.max(200)).stop();
    assertEquals(List.of("a:0-2"), ranges());
    topic.first.put("a", 3L);
    start(FAR, RateLimits.NONE);
    assertEquals(List.of("a:0-2"), ranges());
    assertEquals(ExitCode.NOT_REPLAYABLE, givenUp.exitCode());
    assertTrue(
        givenUp
            .getMessage()
            .startsWith(
                "Input stream 'lines' (topic): partition 'a' no longer has offsets 2 until 3, needed"
                    + " for the next blocks, which are not read yet: the first that the source still"
                    + " has is offset 3. Nothing is skipped."),
        givenUp.getMessage());
    assertTrue(givenUp.getMessage().contains("allowDropping(\"lines\")"), givenUp.getMessage());
  }

  @Test
  void aReaderThatGivesSomethingElseIsNotBelieved() {
    topic.add("a", "one");
    topic.shift = 1;
    start(FAR, RateLimits.NONE);
    assertEquals(0, blocks.size());
    assertEquals(
        "restarting its reader gave 'a' from offset 1 until 2 where 'a' from offset 0 was asked for;"
            + " mend the reader; next attempt in 100 ms",
        events.get(1));
  }
}
