package io.holdfast.testkit.prove;

import io.holdfast.HoldfastException;
import io.holdfast.testkit.prove.ProofMode.Explored;
import io.holdfast.testkit.report.Counterexample;
import io.holdfast.testkit.report.GuaranteeRow;
import io.holdfast.testkit.report.PointOutcome;
import io.holdfast.testkit.report.ProofReport;
import io.holdfast.testkit.report.Scope;
import io.holdfast.testkit.report.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tries the crashes of a job: a golden run without a crash traces its durable steps, then the job
 * dies before, inside and after each of them, is started again on what is left, and has to come to
 * the output of the golden run. All of it in simulation, or in processes of their own. Used once,
 * by one thread.
 */
public final class Prover {
  private static final long SAY_EVERY_MILLIS = 2_000;

  private final ProofRequest request;
  private final Clock clock;
  private final Consumer<String> progress;
  private final ProofMode mode;
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
    this.mode =
        request
            .processes()
            .<ProofMode>map(ProcessMode::new)
            .orElseGet(() -> new SimulatedMode(request.files()));
  }

  /** Does it. Nothing that the job does wrong is thrown: it is in the report. */
  public ProofReport prove() {
    long start = clock.millis();
    progress.accept(
        "golden run of " + request.name() + " with " + request.recordCount() + " records");
    GoldenRun golden = new GoldenRun(request, mode);
    Optional<String> obstacle = golden.run();
    warnings.addAll(golden.warnings());
    if (obstacle.isPresent()) {
      warnings.add(0, obstacle.get());
      return report(start, golden, Verdict.INCONCLUSIVE, untried(golden), Optional.empty());
    }
    Explored explored = mode.explore(golden, new Deadline(start + request.budget().toMillis()));
    points.sort(Comparator.comparingLong(PointOutcome::step));
    warnings.addAll(explored.warnings());
    explored.obstacle().ifPresent(why -> warnings.add(0, why));
    if (!explored.whole()) {
      warnings.add(0, Advice.outOfTime(request));
    }
    Verdict verdict =
        explored.counterexample().isPresent()
            ? Verdict.COUNTEREXAMPLE
            : explored.whole() && explored.obstacle().isEmpty()
                ? Verdict.EXACT
                : Verdict.INCONCLUSIVE;
    return report(start, golden, verdict, explored.scope(), explored.counterexample());
  }

  private Scope untried(GoldenRun golden) {
    return new Scope(
        request.recordCount(),
        golden.batches(),
        golden.trace().size(),
        Math.max(1, golden.trace().size()),
        0,
        0,
        request.depth(),
        "nothing was tried");
  }

  private ProofReport report(
      long start,
      GoldenRun golden,
      Verdict verdict,
      Scope scope,
      Optional<Counterexample> counterexample) {
    List<GuaranteeRow> guarantees =
        golden
            .definition()
            .map(definition -> Guarantees.of(definition, request, verdict))
            .orElse(List.of());
    return new ProofReport(
        request.name(),
        mode.name(),
        request.seed(),
        verdict,
        scope,
        golden.trace(),
        points,
        counterexample,
        guarantees,
        warnings,
        clock.millis() - start);
  }

  /** Writes down what was tried, says now and then how far it is, and knows when to end. */
  private final class Deadline implements ProofMode.Watch {
    private final long millis;

    Deadline(long millis) {
      this.millis = millis;
    }

    @Override
    public void tried(PointOutcome point) {
      synchronized (points) {
        points.add(point);
        long now = clock.millis();
        if (now - lastSaid > SAY_EVERY_MILLIS) {
          lastSaid = now;
          progress.accept(points.size() + " crashes recovered, now at step " + point.step());
        }
      }
    }

    @Override
    public void says(String line) {
      progress.accept(line);
    }

    @Override
    public boolean outOfTime(long inMillis) {
      return clock.millis() + inMillis > millis;
    }
  }

  /** What went wrong, in a line. */
  static String words(Throwable error) {
    if (error instanceof HoldfastException known) {
      return known.getMessage();
    }
    return error.toString();
  }
}
