package io.holdfast.testkit.scenario;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.testkit.scenario.CrashExplorer.Failure;
import io.holdfast.testkit.scenario.CrashExplorer.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Explores scenario after scenario, on as many threads as there are processors, until enough states
 * were tried or one of them has failed; those under way are then broken off. Which scenarios are
 * tried does not depend on the threads; how many may.
 */
public final class Campaign {
  private static final long REPORT_NANOS = 30_000_000_000L;
  private static final double NANOS_PER_SECOND = 1e9;

  private final LongFunction<CrashExplorer> scenarios;
  private final long states;
  private final long least;
  private final Consumer<String> progress;
  private final AtomicLong nextSeed;
  private final AtomicLong reported = new AtomicLong();
  private final AtomicReference<Totals> totals =
      new AtomicReference<>(new Totals(0, 0, 0, 0, 0, null));
  private final Set<CrashExplorer> running = ConcurrentHashMap.newKeySet();
  private long startNanos;

  /**
   * What was tried.
   *
   * @param failure the first that was found; null if there was none
   */
  public record Totals(
      long scenarios, long operations, long crashes, long states, long nested, Failure failure) {
    private Totals plus(Result result) {
      return new Totals(
          scenarios + 1,
          operations + result.operations(),
          crashes + result.crashes(),
          states + result.states(),
          nested + result.nested(),
          failure == null ? result.failure() : failure);
    }
  }

  /**
   * A campaign.
   *
   * @param scenarios makes the explorer of a seed
   * @param firstSeed where it begins
   * @param states how many different ones are wanted
   * @param least how many scenarios at least
   * @param progress hears how far it is, every 30 s and at the end
   */
  public Campaign(
      LongFunction<CrashExplorer> scenarios,
      long firstSeed,
      long states,
      long least,
      Consumer<String> progress) {
    this.scenarios = scenarios;
    this.states = states;
    this.least = least;
    this.progress = progress;
    this.nextSeed = new AtomicLong(firstSeed);
  }

  /**
   * Runs to the end.
   *
   * @throws ExecutionException if an exploration broke off by an error of its own
   */
  @CompositionRoot("measures the rate, and runs on threads of its own")
  public Totals run() throws InterruptedException, ExecutionException {
    startNanos = System.nanoTime();
    int threads = Runtime.getRuntime().availableProcessors();
    AtomicLong named = new AtomicLong();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads, task -> new Thread(task, "explorer-" + named.incrementAndGet()));
    try {
      List<Future<?>> explorations = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        explorations.add(pool.submit(this::explore));
      }
      for (Future<?> thread : explorations) {
        thread.get();
      }
    } finally {
      pool.shutdownNow();
    }
    report();
    return totals.get();
  }

  private void explore() {
    while (!isEnough(totals.get())) {
      CrashExplorer explorer = scenarios.apply(nextSeed.getAndIncrement());
      running.add(explorer);
      Result result = explorer.until(() -> isEnough(totals.get())).explore();
      running.remove(explorer);
      totals.updateAndGet(before -> before.plus(result));
      reportNowAndThen();
    }
  }

  /** With what the scenarios under way have tried so far. */
  private boolean isEnough(Totals now) {
    long all = now.states + running.stream().mapToLong(CrashExplorer::states).sum();
    return now.failure != null || (all >= states && now.scenarios >= least);
  }

  @CompositionRoot("measures the rate")
  private void reportNowAndThen() {
    long elapsed = System.nanoTime() - startNanos;
    long last = reported.get();
    if (elapsed - last > REPORT_NANOS && reported.compareAndSet(last, elapsed)) {
      report();
    }
  }

  @CompositionRoot("measures the rate")
  private void report() {
    double seconds = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
    Totals now = totals.get();
    progress.accept(
        String.format(
            Locale.ROOT,
            "engine crashes: %,d scenarios with %,d storage operations, %,d crashes, %,d different"
                + " states recovered, %,d of them left by a crashed recovery, %.0f s, %,.0f states/s",
            now.scenarios,
            now.operations,
            now.crashes,
            now.states,
            now.nested,
            seconds,
            now.states / seconds));
  }
}
