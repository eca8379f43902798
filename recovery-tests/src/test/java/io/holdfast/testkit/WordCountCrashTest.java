package io.holdfast.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.holdfast.testkit.CrashExplorer.Depth;
import io.holdfast.testkit.CrashExplorer.Failure;
import io.holdfast.testkit.CrashExplorer.Result;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The word count, whole, crashed before, inside and after each of its storage operations, and
 * recovered. One failure is repeated with {@code mvn verify -pl recovery-tests -am
 * -Dtest=WordCountCrashTest -Dsurefire.failIfNoSpecifiedTests=false -Dholdfast.crash=POINT}.
 */
class WordCountCrashTest {
  private static final int LINES = 40;
  private static final int SECOND_CRASH_EVERY = 12;
  private static final Depth DEPTH = new Depth(4, SECOND_CRASH_EVERY);
  private static final long WANTED_STATES = 50_000;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void everyCrashIsRecoveredExactly() throws InterruptedException, ExecutionException {
    String repeat = System.getProperty("holdfast.crash");
    if (repeat != null) {
      CrashPoint point = CrashPoint.parse(repeat);
      requireExact(explorer(point.seed()).repeat(point).failure());
      return;
    }
    List<Result> results = exploreSeedsUntilEnough();
    results.forEach(result -> requireExact(result.failure()));
    long states = results.stream().mapToLong(Result::states).sum();
    long nested = results.stream().mapToLong(Result::nested).sum();
    long crashes = results.stream().mapToLong(Result::crashes).sum();
    System.out.println(
        "Crashes: "
            + crashes
            + ", distinct states recovered: "
            + states
            + ", of these crashed again while recovering: "
            + nested);
    assertTrue(states >= WANTED_STATES, () -> "only " + states + " distinct crash states");
    assertTrue(
        nested >= WANTED_STATES / SECOND_CRASH_EVERY / 2,
        () -> "only " + nested + " nested crashes");
  }

  @Test
  void atLeastOnceRepeatsOutputButItsStateIsExact() {
    Depth depth = new Depth(1, 2);
    for (long seed = 1; seed <= 2; seed++) {
      CrashExplorer explorer =
          new CrashExplorer(
              new AtLeastOnceJob(), WordCountJob.lines(20, seed), depth, Conditions.NORMAL);
      Failure failure = explorer.explore(seed).failure();
      if (failure != null) {
        fail("at-least-once, crash " + failure.point() + ": " + failure.what());
      }
    }
  }

  @Test
  void twoDriversAtOnceNeverLoseOrRepeat() {
    for (long seed = 1; seed <= 3; seed++) {
      TakeoverExplorer.Result result =
          new TakeoverExplorer(new WordCountJob(), WordCountJob.lines(30, seed), Conditions.NORMAL)
              .explore(seed);
      Failure failure = result.failure();
      if (failure != null) {
        fail("take-over " + failure.point() + ": " + failure.what());
      }
      assertTrue(
          result.fenced() > result.takeovers() / 4,
          "the first driver hardly ever noticed: " + result);
    }
  }

  @Test
  void sameSeedSameRun() {
    assertEquals(traceOfRun(7), traceOfRun(7));
    assertNotEquals(traceOfRun(7), traceOfRun(8));
  }

  private static long traceOfRun(long seed) {
    SimulatedDisk disk = new SimulatedDisk();
    SimulatedWorld world = new SimulatedWorld(WordCountJob.lines(LINES, 1));
    SimulatedLife life =
        new SimulatedLife(
            new WordCountJob(), disk, world, seed, SimulatedLife.START_MILLIS, Conditions.NORMAL);
    life.start();
    life.runToEnd();
    return life.scheduler().traceHash() * 31 + disk.fingerprint();
  }

  private static List<Result> exploreSeedsUntilEnough()
      throws InterruptedException, ExecutionException {
    AtomicInteger threads = new AtomicInteger();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            2, task -> new Thread(task, "explorer-" + threads.incrementAndGet()));
    try {
      List<Result> results = new ArrayList<>();
      long states = 0;
      for (long seed = 1;
          states < WANTED_STATES && results.stream().allMatch(r -> r.failure() == null);
          seed += 2) {
        long first = seed;
        List<Future<Result>> pair =
            List.of(
                pool.submit(() -> explorer(first).explore(first)),
                pool.submit(() -> explorer(first + 1).explore(first + 1)));
        for (Future<Result> future : pair) {
          results.add(future.get());
          states += future.get().states();
        }
      }
      return results;
    } finally {
      pool.shutdown();
    }
  }

  private static CrashExplorer explorer(long seed) {
    return new CrashExplorer(
        new WordCountJob(), WordCountJob.lines(LINES, seed), DEPTH, Conditions.NORMAL);
  }

  private static void requireExact(Failure failure) {
    if (failure != null) {
      fail(
          "crash "
              + failure.point()
              + ": "
              + failure.what()
              + "\nRepeat it: mvn verify -pl recovery-tests -am -Dtest=WordCountCrashTest -Dsurefire.failIfNoSpecifiedTests=false"
              + " -Dholdfast.crash="
              + failure.point());
    }
  }
}
