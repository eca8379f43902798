package io.holdfast.testkit.prove;

import io.holdfast.testkit.scenario.Conditions;
import io.holdfast.testkit.scenario.CrashExplorer;
import io.holdfast.testkit.scenario.CrashExplorer.Failure;
import io.holdfast.testkit.scenario.CrashExplorer.Result;
import io.holdfast.testkit.scenario.CrashExplorer.Visitor;
import io.holdfast.testkit.scenario.Depth;
import io.holdfast.testkit.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Tries the crashes of one simulated run on all processors, each of which takes every so-manieth
 * step.
 */
final class Exploration {
  private final Scenario scenario;
  private final Conditions conditions;
  private final Depth depth;
  private final Visitor visitor;
  private final BooleanSupplier outOfTime;
  private final List<CrashExplorer> explorers = new ArrayList<>();

  /**
   * An exploration.
   *
   * @param visitor is called by many threads
   * @param outOfTime whether to end
   */
  Exploration(
      Scenario scenario,
      Conditions conditions,
      Depth depth,
      Visitor visitor,
      BooleanSupplier outOfTime) {
    this.scenario = scenario;
    this.conditions = conditions;
    this.depth = depth;
    this.visitor = visitor;
    this.outOfTime = outOfTime;
  }

  /** Runs to the end; the failure is the one at the earliest step. */
  Result run() {
    int threads = Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < threads; i++) {
      explorers.add(explorer(i, threads));
    }
    AtomicInteger named = new AtomicInteger();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads, task -> new Thread(task, "prove-" + named.incrementAndGet()));
    try {
      List<Future<Result>> running = new ArrayList<>();
      explorers.forEach(explorer -> running.add(pool.submit(explorer::explore)));
      Result all = new Result(0, 0, 0, 0, null);
      for (Future<Result> part : running) {
        all = sum(all, part.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the exploration broke off", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the exploration was interrupted", e);
    } finally {
      explorers.forEach(CrashExplorer::cancel);
      pool.shutdown();
    }
  }

  private CrashExplorer explorer(int index, int threads) {
    return new CrashExplorer(
            scenario,
            depth,
            conditions,
            (point, operation, recovery) -> {
              visitor.tried(point, operation, recovery);
              if (outOfTime.getAsBoolean()) {
                explorers.forEach(CrashExplorer::cancel);
              }
            })
        .only(operation -> operation % threads == index);
  }

  private static Result sum(Result one, Result other) {
    return new Result(
        Math.max(one.operations(), other.operations()),
        one.crashes() + other.crashes(),
        one.states() + other.states(),
        one.nested() + other.nested(),
        earlier(one.failure(), other.failure()));
  }

  private static Failure earlier(Failure one, Failure other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.point().crashes().get(0).operation() <= other.point().crashes().get(0).operation()
        ? one
        : other;
  }
}
