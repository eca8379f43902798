package io.holdfast.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

final class SimulatedSchedulerTest {
  private static final long START_MILLIS = 1_000_000;

  private final SimulatedScheduler scheduler = new SimulatedScheduler(42, START_MILLIS);
  private final List<String> ran = new ArrayList<>();

  private Runnable note(String what) {
    return () -> ran.add(what);
  }

  @Test
  void laneRunsInOrder() {
    SerialExecutor lane = scheduler.serial("lane");
    for (int i = 0; i < 5; i++) {
      lane.execute(note("" + i));
    }
    assertTrue(ran.isEmpty());
    assertTrue(scheduler.step());
    assertEquals(List.of("0"), ran);
    scheduler.runUntilIdle();
    assertEquals(List.of("0", "1", "2", "3", "4"), ran);
    assertFalse(scheduler.step());
    assertEquals(5, scheduler.steps());
    assertEquals("lane", lane.name());
  }

  @Test
  void seedInterleavesLanesButNotTheTasksOfOne() {
    Set<List<String>> orders = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      List<String> order = runTwoLanes(new SimulatedScheduler(seed, 0));
      assertEquals(List.of("a0", "a1"), order.stream().filter(t -> t.startsWith("a")).toList());
      assertEquals(List.of("b0", "b1"), order.stream().filter(t -> t.startsWith("b")).toList());
      orders.add(order);
    }
    assertEquals(6, orders.size());
  }

  private static List<String> runTwoLanes(SimulatedScheduler scheduler) {
    List<String> order = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      SerialExecutor lane = scheduler.serial(name);
      lane.execute(() -> order.add(name + 0));
      lane.execute(() -> order.add(name + 1));
    }
    scheduler.runUntilIdle();
    return order;
  }

  @Test
  void poolTasksRunInAnyOrder() {
    Set<List<Integer>> orders = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      SimulatedScheduler each = new SimulatedScheduler(seed, 0);
      Executor pool = each.pool("pool", 2);
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        int number = i;
        pool.execute(() -> order.add(number));
      }
      each.runUntilIdle();
      orders.add(order);
    }
    assertEquals(6, orders.size());
    assertThrows(IllegalArgumentException.class, () -> scheduler.pool("none", 0));
  }

  @Test
  void timeJumpsToTheNextTimerOnlyWhenNothingIsReady() {
    SerialExecutor lane = scheduler.serial("lane");
    long start = scheduler.nanoTime();
    scheduler.schedule(Duration.ofSeconds(2), lane, note("late"));
    scheduler.schedule(Duration.ofSeconds(1), lane, note("early"));
    lane.execute(note("now"));
    scheduler.step();
    assertEquals(start, scheduler.nanoTime());
    scheduler.step();
    assertEquals(Duration.ofSeconds(1).toNanos(), scheduler.nanoTime() - start);
    scheduler.step();
    assertEquals(List.of("now", "early", "late"), ran);
    assertEquals(START_MILLIS + 2000, scheduler.currentTimeMillis());
  }

  @Test
  void timersOfOneInstantKeepTheirOrderInALane() {
    SerialExecutor lane = scheduler.serial("lane");
    for (int i = 0; i < 20; i++) {
      scheduler.schedule(Duration.ofSeconds(1), lane, note("" + i));
    }
    scheduler.runUntilIdle();
    assertEquals(20, ran.size());
    assertEquals(List.of("0", "1", "2"), ran.subList(0, 3));
  }

  @Test
  void timerWithoutDelayIsReadyAtOnce() {
    SerialExecutor lane = scheduler.serial("lane");
    scheduler.schedule(Duration.ZERO, lane, note("zero"));
    scheduler.schedule(Duration.ofSeconds(-1), lane, note("negative"));
    scheduler.schedule(Duration.ofDays(Long.MAX_VALUE / 86_400), lane, note("never"));
    scheduler.runReady();
    assertEquals(List.of("zero", "negative"), ran);
  }

  @Test
  void cancelledTimerNeitherRunsNorMovesTheTime() {
    SerialExecutor lane = scheduler.serial("lane");
    long start = scheduler.nanoTime();
    Scheduler.Cancellable timer = scheduler.schedule(Duration.ofSeconds(1), lane, note("no"));
    timer.cancel();
    timer.cancel();
    Scheduler.Cancellable ready = scheduler.schedule(Duration.ZERO, lane, note("no"));
    ready.cancel();
    scheduler.runUntilIdle();
    assertEquals(List.of(), ran);
    assertEquals(start, scheduler.nanoTime());
  }

  @Test
  void manyCancelledTimersDisturbNoneOfTheOthers() {
    SerialExecutor lane = scheduler.serial("lane");
    List<Scheduler.Cancellable> timers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      timers.add(scheduler.schedule(Duration.ofMillis(1000 - i), lane, note("" + (1000 - i))));
    }
    for (int i = 0; i < 1000; i++) {
      if (i % 100 != 0) {
        timers.get(i).cancel();
      }
    }
    scheduler.runUntilIdle();
    assertEquals(
        List.of("100", "200", "300", "400", "500", "600", "700", "800", "900", "1000"), ran);
  }

  @Test
  void runForPassesExactlyThatTime() {
    SerialExecutor lane = scheduler.serial("lane");
    Runnable[] tick = new Runnable[1];
    tick[0] =
        () -> {
          ran.add("" + (scheduler.currentTimeMillis() - START_MILLIS));
          scheduler.schedule(Duration.ofSeconds(1), lane, tick[0]);
        };
    lane.execute(tick[0]);
    scheduler.runFor(Duration.ofMillis(2500));
    assertEquals(List.of("0", "1000", "2000"), ran);
    assertEquals(START_MILLIS + 2500, scheduler.currentTimeMillis());
    scheduler.runFor(Duration.ofMillis(500));
    assertEquals("3000", ran.get(3));
  }

  @Test
  void advanceLetsTimePassWithoutRunningAnything() {
    SerialExecutor lane = scheduler.serial("lane");
    scheduler.schedule(Duration.ofSeconds(1), lane, note("timer"));
    lane.execute(note("task"));
    scheduler.advance(Duration.ofSeconds(5));
    assertEquals(List.of(), ran);
    assertEquals(START_MILLIS + 5000, scheduler.currentTimeMillis());
    scheduler.runReady();
    assertEquals(List.of("task", "timer"), ran);
  }

  @Test
  void wallClockJumpsAloneAndBothWays() {
    long nanos = scheduler.nanoTime();
    scheduler.setWallClockOffset(Duration.ofHours(-1));
    assertEquals(START_MILLIS - 3_600_000, scheduler.currentTimeMillis());
    scheduler.setWallClockOffset(Duration.ofHours(1));
    assertEquals(START_MILLIS + 3_600_000, scheduler.currentTimeMillis());
    assertEquals(nanos, scheduler.nanoTime());
  }

  @Test
  void stepTimeLetsTimersOvertakeWork() {
    scheduler.setStepTime(Duration.ofMillis(1));
    SerialExecutor lane = scheduler.serial("work");
    for (int i = 0; i < 100; i++) {
      lane.execute(note("work"));
    }
    scheduler.schedule(Duration.ofMillis(10), scheduler.serial("timer"), note("timer"));
    scheduler.runUntilIdle();
    int position = ran.indexOf("timer");
    assertTrue(position > 5 && position < 95, () -> "at " + position);
  }

  @Test
  void runUntilStopsAtItsBoundAndAtTheEnd() {
    SerialExecutor lane = scheduler.serial("lane");
    lane.execute(note("a"));
    lane.execute(note("b"));
    scheduler.runUntil(() -> ran.size() == 1, 10);
    assertEquals(List.of("a"), ran);
    AssertionError idle =
        assertThrows(AssertionError.class, () -> scheduler.runUntil(() -> false, 10));
    assertTrue(idle.getMessage().startsWith("nothing is left to run"), idle.getMessage());
    Runnable[] again = new Runnable[1];
    again[0] = () -> lane.execute(again[0]);
    lane.execute(again[0]);
    AssertionError bound =
        assertThrows(AssertionError.class, () -> scheduler.runUntil(() -> false, 10));
    assertEquals(
        "after 10 steps the condition did not hold (seed 42, step 12, time PT0S)",
        bound.getMessage());
  }

  @Test
  void exceptionsGoToTheListenerAndErrorsToTheCaller() {
    SerialExecutor lane = scheduler.serial("lane");
    scheduler.onFailure((executor, error) -> ran.add(executor + ": " + error.getMessage()));
    lane.execute(
        () -> {
          throw new IllegalStateException("broken");
        });
    lane.execute(
        () -> {
          throw new AssertionError("crash");
        });
    lane.execute(note("after"));
    assertTrue(scheduler.step());
    assertEquals(List.of("lane: broken"), ran);
    AssertionError crash = assertThrows(AssertionError.class, scheduler::step);
    assertEquals("crash", crash.getMessage());
    scheduler.runUntilIdle();
    assertEquals("after", ran.get(1));
  }

  @Test
  void closedSchedulerDropsEverything() {
    SerialExecutor lane = scheduler.serial("lane");
    lane.execute(note("queued"));
    lane.execute(note("queued"));
    scheduler.schedule(Duration.ofSeconds(1), lane, note("timer"));
    scheduler.step();
    scheduler.close();
    scheduler.close();
    lane.execute(note("late"));
    scheduler.pool("pool", 1).execute(note("late"));
    scheduler.schedule(Duration.ZERO, lane, note("late")).cancel();
    assertFalse(scheduler.step());
    assertEquals(List.of("queued"), ran);
  }

  @Test
  void closeInsideATaskStopsAfterIt() {
    SerialExecutor lane = scheduler.serial("lane");
    lane.execute(
        () -> {
          scheduler.close();
          lane.execute(note("late"));
        });
    lane.execute(note("queued"));
    scheduler.runUntilIdle();
    assertEquals(List.of(), ran);
  }

  @Test
  void taskMayNotRunTheScheduler() {
    scheduler.onFailure((executor, error) -> ran.add(error.getMessage()));
    SerialExecutor lane = scheduler.serial("lane");
    lane.execute(scheduler::step);
    lane.execute(() -> {});
    scheduler.runUntilIdle();
    assertEquals(List.of("a task must not run the scheduler that runs it"), ran);
  }

  @Test
  void nothingMayBlock() {
    UnsupportedOperationException refused =
        assertThrows(
            UnsupportedOperationException.class, () -> scheduler.spawn("socket", () -> {}));
    assertTrue(refused.getMessage().contains("socket"), refused.getMessage());
  }

  @Test
  void equalSeedsGiveEqualTraces() {
    Set<Long> traces = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      assertEquals(traceOfManyLanes(seed), traceOfManyLanes(seed));
      traces.add(traceOfManyLanes(seed));
    }
    assertEquals(100, traces.size());
  }

  private static long traceOfManyLanes(long seed) {
    SimulatedScheduler scheduler = new SimulatedScheduler(seed, 0);
    for (int i = 0; i < 5; i++) {
      SerialExecutor lane = scheduler.serial("lane-" + i);
      for (int j = 0; j < 20; j++) {
        lane.execute(
            () ->
                scheduler.schedule(
                    Duration.ofNanos(scheduler.randomLong() >>> 40), lane, () -> {}));
      }
    }
    scheduler.runUntilIdle();
    return scheduler.traceHash();
  }

  @Test
  void traceTellsWhichLaneRanAndWhen() {
    assertEquals(traceOf("a", 1), traceOf("a", 1));
    assertNotEquals(traceOf("a", 1), traceOf("b", 1));
    assertNotEquals(traceOf("a", 1), traceOf("a", 2));
  }

  private static long traceOf(String name, long delayMillis) {
    SimulatedScheduler scheduler = new SimulatedScheduler(42, 0);
    scheduler.schedule(Duration.ofMillis(delayMillis), scheduler.serial(name), () -> {});
    scheduler.runUntilIdle();
    return scheduler.traceHash();
  }

  @Test
  void randomNumbersDependOnTheSeedAlone() {
    SimulatedScheduler same = new SimulatedScheduler(42, 0);
    same.serial("lane").execute(() -> {});
    same.runUntilIdle();
    long first = scheduler.randomLong();
    assertEquals(first, same.randomLong());
    assertNotEquals(first, same.randomLong());
    assertNotEquals(first, new SimulatedScheduler(43, 0).randomLong());
  }
}
