package io.holdfast.testkit.prove;

import io.holdfast.HoldfastException;
import io.holdfast.testkit.fault.Crash;
import io.holdfast.testkit.fault.CrashPoint;
import io.holdfast.testkit.report.Counterexample;
import io.holdfast.testkit.report.PointOutcome;
import io.holdfast.testkit.report.PointOutcome.Outcome;
import io.holdfast.testkit.report.ProofReport;
import io.holdfast.testkit.report.Scope;
import io.holdfast.testkit.report.Verdict;
import io.holdfast.testkit.scenario.CrashExplorer.Result;
import io.holdfast.testkit.scenario.Depth;
import io.holdfast.testkit.scenario.Recovery;
import io.holdfast.testkit.scenario.Shrinker;
import io.holdfast.testkit.scenario.Shrinker.Shrunk;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tries every crash of a job in simulation: a golden run without a crash traces its durable steps,
 * then the job dies before, inside and after each of them, is started again on what is left, and
 * has to come to the output of the golden run. Used once, by one thread.
 */
public final class Prover {
  private static final List<CrashProfile> PROFILES =
      List.of(CrashProfile.KILL, CrashProfile.LOSE_ALL, CrashProfile.EXT4_ORDERED);
  private static final int SECOND_EVERY = 50;
  private static final int SHOWN_FAILURES = 200;

  private final ProofRequest request;
  private final Clock clock;
  private final Consumer<String> progress;
  private final List<PointOutcome> points = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private long lastSaid;

  /** Real time, in milliseconds; only differences count. */
  @FunctionalInterface
  public interface Clock {
    long millis();
  }

  /**
   * A proof.
   *
   * @param progress hears a line now and then
   */
  public Prover(ProofRequest request, Clock clock, Consumer<String> progress) {
    this.request = request;
    this.clock = clock;
    this.progress = progress;
  }

  /** Does it. Nothing that the job does wrong is thrown: it is in the report. */
  public ProofReport prove() {
    long start = clock.millis();
    progress.accept(
        "golden run of " + request.name() + " with " + request.recordCount() + " records");
    GoldenRun golden = new GoldenRun(request);
    Optional<String> obstacle = golden.run();
    warnings.addAll(golden.warnings());
    if (obstacle.isPresent()) {
      warnings.add(0, obstacle.get());
      return report(start, golden, Verdict.INCONCLUSIVE, scope(golden, null), Optional.empty());
    }
    long deadline = start + request.budget().toMillis();
    Depth depth = new Depth(PROFILES, 1, request.depth() > 1 ? SECOND_EVERY : 0, SHOWN_FAILURES);
    Exploration exploration =
        new Exploration(golden, depth, this::tried, () -> clock.millis() > deadline);
    Result result = exploration.run();
    points.sort(Comparator.comparingLong(PointOutcome::step));
    boolean cut = clock.millis() > deadline && result.failure() == null;
    if (cut) {
      warnings.add(
          0,
          "The budget of "
              + request.budget().toSeconds()
              + " s was over before every crash point was tried. Give it more (--budget), or a"
              + " smaller sample.");
    }
    Optional<Counterexample> counterexample = Optional.empty();
    if (result.failure() != null) {
      progress.accept("wrong after " + result.failure().point() + ": making it smaller");
      long until = Math.max(deadline, clock.millis() + 5_000);
      Shrunk shrunk =
          new Shrinker(golden.conditions(), depth, () -> clock.millis() > until)
              .shrink(golden.scenario(), result.failure());
      counterexample = Optional.of(new Counterexamples(request).of(shrunk));
    }
    Verdict verdict =
        counterexample.isPresent()
            ? Verdict.COUNTEREXAMPLE
            : cut ? Verdict.INCONCLUSIVE : Verdict.EXACT;
    return report(start, golden, verdict, scope(golden, result), counterexample);
  }

  private synchronized void tried(CrashPoint point, StorageOperation operation, Recovery recovery) {
    Crash crash = point.crashes().get(0);
    points.add(
        new PointOutcome(
            crash.operation(),
            crash.phase().name().toLowerCase(Locale.ROOT),
            loss(point),
            recovery.wrong() == null
                ? Outcome.EXACT
                : recovery.ended() ? Outcome.WRONG : Outcome.NOT_RECOVERED,
            recovery.recoveryMillis(),
            recovery.repeatedRecords(),
            recovery.residueFiles(),
            recovery.wrong() == null ? "" : recovery.wrong()));
    long now = clock.millis();
    if (now - lastSaid > 2_000) {
      lastSaid = now;
      progress.accept(points.size() + " crashes recovered, now at step " + operation.number());
    }
  }

  private static String loss(CrashPoint point) {
    String loss =
        switch (point.last().profile()) {
          case KILL -> "nothing";
          case LOSE_ALL -> "all that was not forced";
          default -> "some of what was not forced";
        };
    return point.crashes().size() == 1 ? loss : loss + ", and the recovery died as well";
  }

  private Scope scope(GoldenRun golden, Result result) {
    long tried = result == null ? 0 : result.crashes();
    long steps = golden.steps();
    boolean whole = result != null && result.operations() >= steps;
    long all = whole ? tried : Math.max(tried + 1, steps * 2 * PROFILES.size());
    String sentence =
        result == null
            ? "nothing was tried"
            : (whole
                    ? "all " + tried + " single crash points"
                    : tried + " of about " + all + " crash points")
                + " for this input of "
                + request.recordCount()
                + " records in "
                + golden.batches()
                + " batches: before, inside and after each of "
                + steps
                + " durable steps, with the process killed and with the machine stopped"
                + (request.depth() > 1
                    ? "; "
                        + result.nested()
                        + " states of recoveries that were crashed again, a sample"
                    : "")
                + "; simulated, seed "
                + request.seed();
    return new Scope(
        request.recordCount(),
        golden.batches(),
        steps,
        all,
        tried,
        result == null ? 0 : result.states(),
        request.depth(),
        sentence);
  }

  private ProofReport report(
      long start,
      GoldenRun golden,
      Verdict verdict,
      Scope scope,
      Optional<Counterexample> counterexample) {
    return new ProofReport(
        request.name(),
        "simulated",
        request.seed(),
        verdict,
        scope,
        golden.trace(),
        points,
        counterexample,
        golden.guarantees(counterexample.isPresent(), verdict == Verdict.EXACT),
        warnings,
        clock.millis() - start);
  }

  /** What went wrong, in a line. */
  static String words(Throwable error) {
    if (error instanceof HoldfastException known) {
      return known.getMessage();
    }
    return error.toString();
  }
}
