package io.holdfast.testkit.prove;

import io.holdfast.HoldfastException;
import io.holdfast.testkit.process.StepPoint;
import io.holdfast.testkit.process.StepPoint.Phase;
import io.holdfast.testkit.prove.ProcessTrial.Result;
import io.holdfast.testkit.prove.ProofMode.Explored;
import io.holdfast.testkit.prove.ProofMode.Watch;
import io.holdfast.testkit.report.Counterexample;
import io.holdfast.testkit.report.PointOutcome.Outcome;
import io.holdfast.testkit.report.Scope;
import io.holdfast.testkit.report.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Tries crashes of real processes, as many side by side as there are processors. Used once. */
final class ProcessExploration {
  /** More of them say nothing new, and each takes seconds. */
  private static final int ENOUGH_FAILURES = 10;

  private static final int REPETITIONS = 2;
  private static final int SECOND_EVERY = 2;
  private static final int STEPS_OF_A_START = 80;
  private static final List<Phase> PHASES = List.of(Phase.BEFORE, Phase.INSIDE, Phase.AFTER);

  private final GoldenRun golden;
  private final ProcessSettings settings;
  private final ProcessTrial trial;
  private final Watch watch;
  private final List<ProcessCrash> crashes;
  private final AtomicInteger next = new AtomicInteger();

  // Guarded by this.
  private final Set<ProcessCrash> reached = new HashSet<>();
  private final List<Result> failures = new ArrayList<>();
  private final List<String> flaws = new ArrayList<>();
  private long states;
  private long nested;
  private long missed;
  private boolean cut;

  ProcessExploration(GoldenRun golden, ProcessLives lives, ProcessSettings settings, Watch watch) {
    this.golden = golden;
    this.settings = settings;
    this.trial = new ProcessTrial(golden, lives);
    this.watch = watch;
    this.crashes = settings.points().of(golden.trace(), golden.request().seed());
  }

  Explored run() {
    int threads = Runtime.getRuntime().availableProcessors();
    watch.says(
        crashes.size()
            + " crashes of real processes, "
            + threads
            + " side by side, in "
            + settings.directory());
    AtomicInteger named = new AtomicInteger();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads, task -> new Thread(task, "prove-" + named.incrementAndGet()));
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(pool.submit(this::takeTurns));
      }
      for (Future<?> each : running) {
        each.get();
      }
      return explored();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof HoldfastException known) {
        throw known;
      }
      throw new IllegalStateException("the exploration broke off", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the exploration was interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private void takeTurns() {
    for (int i = next.getAndIncrement();
        i < crashes.size() && goesOn();
        i = next.getAndIncrement()) {
      ProcessCrash crash = crashes.get(i);
      heard(trial.run("crash-" + i, crash, Optional.empty()));
      if (golden.request().depth() > 1 && i % SECOND_EVERY == 0 && goesOn()) {
        heard(trial.run("crashes-" + i, crash, Optional.of(ofRecovery(i, crash.stop()))));
      }
    }
  }

  private synchronized boolean goesOn() {
    if (failures.size() >= ENOUGH_FAILURES || !flaws.isEmpty()) {
      return false;
    }
    cut |= watch.outOfTime(0);
    return !cut;
  }

  /**
   * Where a recovery is ended; the step may lie behind its end, then the crash was a single one.
   */
  private ProcessCrash ofRecovery(int index, boolean stop) {
    SplittableRandom random = new SplittableRandom(golden.request().seed() * 31 + index);
    Phase phase = PHASES.get(random.nextInt(PHASES.size()));
    return new ProcessCrash(StepPoint.step(random.nextInt(STEPS_OF_A_START), phase), stop);
  }

  private synchronized void heard(Result result) {
    watch.tried(result.point());
    result.flaw().ifPresent(flaws::add);
    if (result.outcome() == Outcome.NOT_REACHED) {
      missed++;
    } else {
      states++;
      reached.add(result.crash());
      nested += result.died() > 1 ? 1 : 0;
    }
    if (result.wrong()) {
      failures.add(result);
    } else if (result.flaw().isEmpty()) {
      ProcessLives.delete(result.directory().root());
    }
  }

  private synchronized Explored explored() {
    Optional<Counterexample> counterexample =
        failures.stream()
            .min(Comparator.comparingLong((Result failed) -> failed.point().step()))
            .map(this::told);
    Optional<String> obstacle = flaws.stream().findFirst();
    if (obstacle.isEmpty() && states == 0 && !cut) {
      obstacle = Optional.of(Advice.neverThere());
    }
    return new Explored(scope(), obstacle, !cut, counterexample, List.of());
  }

  /** Tries the crash again, to know whether it can be repeated, and tells what has happened. */
  private Counterexample told(Result failure) {
    watch.says("wrong after " + failure.crash() + ": trying it again");
    int tried = 0;
    int wrong = 0;
    for (int i = 1; i <= REPETITIONS && !watch.outOfTime(0); i++) {
      Result again = trial.run("again-" + i, failure.crash(), Optional.empty());
      tried++;
      wrong += again.wrong() ? 1 : 0;
      ProcessLives.delete(again.directory().root());
    }
    return new ProcessStory(golden, failure).counterexample(tried, wrong);
  }

  private Scope scope() {
    ProofRequest request = golden.request();
    List<Step> trace = golden.trace();
    long all = trace.stream().mapToLong(step -> PointChoice.at(step).size()).sum();
    long tried = reached.size();
    String sentence =
        (tried == all ? "all " + all : tried + " of " + all)
            + " single crash points"
            + settings.points().words(all, request.seed())
            + ", for this input of "
            + request.recordCount()
            + " records in "
            + golden.batches()
            + " batches: before and after each of "
            + trace.size()
            + " durable steps and inside writes, with the process killed and with what was not"
            + " forced lost; steps are those of the golden run by number, threads decide which"
            + " operation has that number"
            + (missed == 0
                ? ""
                : "; " + missed + (missed == 1 ? " run" : " runs") + " had ended before the step")
            + (nested == 0 ? "" : "; " + nested + " recoveries were crashed as well, a sample")
            + "; real processes, seed "
            + request.seed();
    return new Scope(
        request.recordCount(),
        golden.batches(),
        trace.size(),
        all,
        tried,
        states,
        request.depth(),
        sentence);
  }
}
