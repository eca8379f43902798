package io.holdfast.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.runtime.Scheduler.Aside;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Work aside: on a thread of its own, or when it is asked for. */
class AsideTest {
  private final IllegalStateException failure = new IllegalStateException("on purpose");

  @Test
  void aThreadBeginsItAtOnceAndItsCallerWaits() throws InterruptedException {
    try (LiveScheduler scheduler = new LiveScheduler()) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      Aside<String> work =
          scheduler.aside(
              "work",
              () -> {
                begun.countDown();
                await(mayEnd);
                return Thread.currentThread().getName();
              });
      begun.await();
      mayEnd.countDown();
      assertEquals("work", work.get());
      assertEquals("work", work.get());
    }
  }

  @Test
  void whatItThrowsIsThrownToWhoeverAsks() {
    try (LiveScheduler scheduler = new LiveScheduler()) {
      Aside<String> work = scheduler.aside("work", this::failing);
      assertSame(failure, assertThrows(IllegalStateException.class, work::get));
      work.settle();
    }
  }

  @Test
  void settledMeansThatNothingOfItRuns() {
    try (LiveScheduler scheduler = new LiveScheduler()) {
      AtomicBoolean ended = new AtomicBoolean();
      Aside<String> work =
          scheduler.aside(
              "work",
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  scheduler.letOthersRun();
                }
                ended.set(true);
                return "";
              });
      work.settle();
      assertTrue(ended.get());
    }
  }

  @Test
  void inSimulationItIsDoneOnceWhenAskedFor() {
    SimulatedScheduler scheduler = new SimulatedScheduler(1, 0);
    AtomicInteger done = new AtomicInteger();
    Aside<Integer> work = scheduler.aside("work", done::incrementAndGet);
    work.settle();
    scheduler.runReady();
    assertEquals(0, done.get());
    assertEquals(1, work.get());
    assertEquals(1, work.get());
    Aside<String> fails = scheduler.aside("work", this::failing);
    assertSame(failure, assertThrows(IllegalStateException.class, fails::get));
  }

  private String failing() {
    throw failure;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
