package io.holdfast.wal.exploration;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.runtime.CompositionRoot;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * No acknowledged record is lost, none appears that was not written, and no sound log is refused,
 * whatever a crash leaves.
 *
 * <p>{@code -Dholdfast.log.states} says how many different states are tried, {@code
 * -Dholdfast.log.depth} how many crashes follow each other, {@code -Dholdfast.log.seed} with which
 * life the search begins, {@code -Dholdfast.log.crash} which single crash is repeated.
 */
final class LogCrashTest {
  private static final long STATES = Long.getLong("holdfast.log.states", 1_000_000);
  private static final int DEPTH = Integer.getInteger("holdfast.log.depth", 2);
  private static final long FIRST_SEED = Long.getLong("holdfast.log.seed", 1);
  static final int DEEPER_EVERY = 32;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final AtomicLong nextSeed = new AtomicLong(FIRST_SEED);
  private final AtomicLong states = new AtomicLong();
  private final AtomicLong recoveries = new AtomicLong();
  private final AtomicLong deeper = new AtomicLong();
  private final AtomicLong reported = new AtomicLong();
  private final AtomicReference<CrashExplorer.Failure> failure = new AtomicReference<>();

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS)
  @CompositionRoot("measures the rate")
  void everyCrashIsSurvived() throws Exception {
    String crash = System.getProperty("holdfast.log.crash");
    if (crash != null) {
      assertNull(CrashExplorer.repeat(Subject.SOUND, CrashPath.parse(crash)));
      return;
    }
    long start = System.nanoTime();
    Parallel.run(
        "log-crashes",
        thread -> {
          search(start);
          return null;
        });
    report(start);
    assertNull(failure.get());
    assertTrue(states.get() >= STATES);
  }

  @CompositionRoot("measures the rate")
  private void search(long start) {
    while (states.get() < STATES && failure.get() == null) {
      CrashExplorer explorer = new CrashExplorer(Subject.SOUND, DEPTH, DEEPER_EVERY);
      CrashExplorer.Failure found = explorer.explore(nextSeed.getAndIncrement());
      failure.compareAndSet(null, found);
      states.addAndGet(explorer.states());
      recoveries.addAndGet(explorer.recoveries());
      deeper.addAndGet(explorer.deeper());
      long seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
      long last = reported.get();
      if (seconds >= last + 30 && reported.compareAndSet(last, seconds)) {
        report(start);
      }
    }
  }

  @CompositionRoot("measures the rate")
  private void report(long start) {
    double seconds = (System.nanoTime() - start) / (double) NANOS_PER_SECOND;
    System.out.printf(
        Locale.ROOT,
        "log crashes: lives %d to %d, %,d different states, %,d recoveries, %,d of them crashed"
            + " again, depth %d, %.0f s, %,.0f states/s%n",
        FIRST_SEED,
        nextSeed.get() - 1,
        states.get(),
        recoveries.get(),
        deeper.get(),
        DEPTH,
        seconds,
        states.get() / seconds);
  }
}
