package io.holdfast.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real threads, but every assertion waits for the event that it is about. */
final class LiveSchedulerTest {
  private final LiveScheduler scheduler = new LiveScheduler();
  private final SerialExecutor lane = scheduler.serial("lane");

  @AfterEach
  void close() {
    scheduler.close();
  }

  @Test
  void laneRunsTheTasksOfManyThreadsOneAtATimeInTheOrderOfEach() throws Exception {
    int threads = 4;
    int tasks = 2000;
    int[] lastOf = new int[threads];
    AtomicInteger running = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    AtomicInteger disorders = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(threads * tasks);
    CyclicBarrier start = new CyclicBarrier(threads);
    for (int t = 0; t < threads; t++) {
      int thread = t;
      scheduler.spawn(
          "submitter-" + t,
          () -> {
            await(start);
            for (int i = 1; i <= tasks; i++) {
              int number = i;
              lane.execute(
                  () -> {
                    overlaps.addAndGet(running.getAndIncrement());
                    disorders.addAndGet(lastOf[thread] == number - 1 ? 0 : 1);
                    lastOf[thread] = number;
                    running.decrementAndGet();
                    done.countDown();
                  });
            }
          });
    }
    done.await();
    assertEquals(0, overlaps.get());
    assertEquals(0, disorders.get());
  }

  @Test
  void laneIsOneNamedDaemon() throws Exception {
    Set<Thread> threads = new HashSet<>();
    CountDownLatch done = new CountDownLatch(10);
    for (int i = 0; i < 10; i++) {
      lane.execute(
          () -> {
            threads.add(Thread.currentThread());
            done.countDown();
          });
    }
    done.await();
    assertEquals(1, threads.size());
    Thread thread = threads.iterator().next();
    assertEquals("lane", thread.getName());
    assertEquals("lane", lane.name());
    assertTrue(thread.isDaemon());
  }

  @Test
  void laneCannotBeInterrupted() throws Exception {
    BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
    lane.execute(
        () -> {
          Thread.currentThread().interrupt();
          interrupted.add(Thread.currentThread().isInterrupted());
        });
    assertFalse(interrupted.take());
    lane.execute(() -> interrupted.add(Thread.currentThread().isInterrupted()));
    assertFalse(interrupted.take());
  }

  @Test
  void failureIsReportedAndTheLaneGoesOn() throws Exception {
    BlockingQueue<String> reports = new LinkedBlockingQueue<>();
    scheduler.onFailure((executor, error) -> reports.add(executor + ": " + error.getMessage()));
    lane.execute(
        () -> {
          throw new IllegalStateException("exception");
        });
    lane.execute(
        () -> {
          throw new AssertionError("error");
        });
    lane.execute(() -> reports.add("still running"));
    assertEquals("lane: exception", reports.take());
    assertEquals("lane: error", reports.take());
    assertEquals("still running", reports.take());
    scheduler.spawn(
        "loop",
        () -> {
          throw new IllegalStateException("ended");
        });
    assertEquals("loop: ended", reports.take());
  }

  @Test
  void failingListenerDoesNotStopTheLane() throws Exception {
    scheduler.onFailure(
        (executor, error) -> {
          throw new IllegalStateException("listener");
        });
    CountDownLatch after = new CountDownLatch(1);
    lane.execute(
        () -> {
          throw new IllegalStateException("task");
        });
    lane.execute(after::countDown);
    after.await();
  }

  @Test
  void poolRunsAsManyTasksAtOnceAsItHasThreads() throws Exception {
    Executor pool = scheduler.pool("pool", 3);
    CyclicBarrier together = new CyclicBarrier(3);
    BlockingQueue<String> threads = new LinkedBlockingQueue<>();
    for (int i = 0; i < 6; i++) {
      pool.execute(
          () -> {
            await(together);
            threads.add(Thread.currentThread().getName());
          });
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      names.add(threads.take());
    }
    assertEquals(Set.of("pool-0", "pool-1", "pool-2"), names);
  }

  @Test
  void failingPoolTaskGivesItsThreadBack() throws Exception {
    BlockingQueue<String> reports = new LinkedBlockingQueue<>();
    scheduler.onFailure((executor, error) -> reports.add(executor));
    Executor pool = scheduler.pool("pool", 1);
    for (int i = 0; i < 3; i++) {
      pool.execute(
          () -> {
            throw new IllegalStateException();
          });
    }
    pool.execute(() -> reports.add("good"));
    assertEquals("pool-0", reports.take());
    assertEquals("pool-0", reports.take());
    assertEquals("pool-0", reports.take());
    assertEquals("good", reports.take());
  }

  @Test
  void timerRunsOnItsLaneNotBeforeTheDelay() throws Exception {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    AtomicReference<Long> ranAt = new AtomicReference<>();
    long start = scheduler.nanoTime();
    scheduler.schedule(
        Duration.ofMillis(20),
        lane,
        () -> {
          ranAt.set(scheduler.nanoTime());
          events.add(Thread.currentThread().getName());
        });
    assertEquals("lane", events.take());
    assertTrue(ranAt.get() - start >= Duration.ofMillis(20).toNanos());
  }

  @Test
  void timerCancelledOnItsLaneNeverRuns() throws Exception {
    List<String> ran = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(1);
    lane.execute(
        () -> {
          var due = scheduler.schedule(Duration.ZERO, lane, () -> ran.add("cancelled"));
          awaitHandedOver();
          due.cancel();
          scheduler.schedule(Duration.ofDays(10_000), lane, () -> ran.add("far")).cancel();
          lane.execute(done::countDown);
        });
    done.await();
    assertEquals(List.of(), ran);
  }

  /** The timer thread hands over in the order of the due times. */
  private void awaitHandedOver() {
    CountDownLatch later = new CountDownLatch(1);
    scheduler.schedule(Duration.ofMillis(1), scheduler.serial("other"), later::countDown);
    await(later);
  }

  @Test
  void closeReturnsWhenTheRunningTaskHasEnded() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    List<String> ran = new ArrayList<>();
    lane.execute(
        () -> {
          started.countDown();
          await(release);
          ran.add("running");
        });
    lane.execute(() -> ran.add("queued"));
    started.await();
    Thread closer = Thread.currentThread();
    scheduler.spawn(
        "release once the closer waits",
        () -> {
          while (closer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
          }
          release.countDown();
        });
    scheduler.close();
    assertEquals(List.of("running"), ran);
    lane.execute(() -> ran.add("late"));
    scheduler.close();
    assertEquals(List.of("running"), ran);
  }

  @Test
  void afterCloseNothingStarts() throws Exception {
    Thread[] laneThread = new Thread[1];
    CountDownLatch known = new CountDownLatch(1);
    lane.execute(
        () -> {
          laneThread[0] = Thread.currentThread();
          known.countDown();
        });
    known.await();
    scheduler.close();
    assertEquals(Thread.State.TERMINATED, laneThread[0].getState());
    AtomicInteger started = new AtomicInteger();
    lane.execute(started::incrementAndGet);
    scheduler.serial("new").execute(started::incrementAndGet);
    scheduler.pool("pool", 2).execute(started::incrementAndGet);
    scheduler.schedule(Duration.ZERO, lane, started::incrementAndGet);
    scheduler.spawn("loop", started::incrementAndGet);
    assertEquals(0, started.get());
  }

  @Test
  void laneMayCloseItsSchedulerAndRunsNothingMore() throws Exception {
    CountDownLatch queued = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    List<String> ran = new ArrayList<>();
    lane.execute(
        () -> {
          await(queued);
          scheduler.close();
          ran.add("closer");
          closed.countDown();
        });
    lane.execute(() -> ran.add("queued"));
    queued.countDown();
    closed.await();
    scheduler.close();
    assertEquals(List.of("closer"), ran);
  }

  @Test
  void closeWaitsForNoSpawnedLoopAndInterruptsNobody() throws Exception {
    CountDownLatch forever = new CountDownLatch(1);
    CountDownLatch looping = new CountDownLatch(1);
    AtomicReference<Thread> loop = new AtomicReference<>();
    scheduler.spawn(
        "loop",
        () -> {
          loop.set(Thread.currentThread());
          looping.countDown();
          await(forever);
        });
    looping.await();
    scheduler.close();
    assertTrue(loop.get().isAlive() && loop.get().isDaemon());
    assertFalse(loop.get().isInterrupted());
    assertEquals("loop", loop.get().getName());
    forever.countDown();
    loop.get().join();
  }

  @Test
  void interruptedCloserStillWaitsAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    scheduler.close();
    assertTrue(Thread.interrupted());
  }

  @Test
  void clocksAndRandomNumbersAreReal() {
    assertTrue(scheduler.currentTimeMillis() > 1_700_000_000_000L);
    long before = scheduler.nanoTime();
    assertTrue(scheduler.nanoTime() - before >= 0);
    assertNotEquals(scheduler.randomLong(), scheduler.randomLong());
    try (LiveScheduler other = new LiveScheduler()) {
      assertNotEquals(scheduler.randomLong(), other.randomLong());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
