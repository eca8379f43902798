package io.holdfast.testkit.prove;

import io.holdfast.HoldfastException;
import io.holdfast.JobFailedException;
import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.graph.GraphNode.InputNode;
import io.holdfast.inspection.job.JobDefinition;
import io.holdfast.testkit.process.JobDirectory;
import io.holdfast.testkit.process.JobEnd;
import io.holdfast.testkit.process.JobSpec;
import io.holdfast.testkit.process.StepPlan;
import io.holdfast.testkit.process.StepTrace;
import io.holdfast.testkit.prove.ProcessLives.Lived;
import io.holdfast.testkit.report.Scope;
import io.holdfast.testkit.report.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Real processes with real threads on real files. No run can be repeated to the instant: a step has
 * the same number in each, but not the same operation.
 */
final class ProcessMode implements ProofMode {
  /** Those of a job without a crash; of what a recovery may take see {@link ProcessTrial}. */
  static final Duration LONGEST_LIFE = Duration.ofSeconds(60);

  static final String TRACE = "life-1.trace";
  private static final Duration OTHER_INTERVAL = Duration.ofMillis(7);
  private static final Duration ONE_BATCH = Duration.ofSeconds(2);

  private final ProcessSettings settings;
  private DStreamGraph definition;
  private ProcessLives lives;
  private int runs;

  ProcessMode(ProcessSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public boolean repeatsRuns() {
    return false;
  }

  @Override
  public CalmRun run(ProofRequest request, Variant variant) {
    if (lives == null) {
      definition = JobDefinition.of(request.job().get()).graph();
      lives =
          new ProcessLives(
              request, settings, definition.inputs().stream().map(InputNode::name).toList());
    }
    JobSpec fresh = lives.fresh("calm-" + ++runs);
    Path trace = fresh.directory().root().resolve(TRACE);
    JobSpec traced = fresh.with(StepPlan.COUNT_ONLY.tracedTo(trace));
    JobSpec spec =
        switch (variant) {
          case GOLDEN, AGAIN -> traced;
          case OTHER_BATCHES -> traced.every(OTHER_INTERVAL);
          case ONE_BATCH -> traced.every(ONE_BATCH).atLinesPerSecond(0);
        };
    Duration limit = request.budget().compareTo(LONGEST_LIFE) < 0 ? request.budget() : LONGEST_LIFE;
    Lived lived =
        variant == Variant.AGAIN ? lives.liveAndArchive(spec, limit) : lives.live(spec, limit);
    return new Calm(definition, spec.directory(), lived, failure(spec, lived, limit));
  }

  private static Optional<Throwable> failure(JobSpec spec, Lived lived, Duration limit) {
    if (!lived.finished()) {
      return Optional.of(new JobFailedException(ended(lived, limit, spec.directory())));
    }
    List<String> residue = ProcessTrial.residue(spec.directory());
    return residue.isEmpty()
        ? Optional.empty()
        : Optional.of(new JobFailedException(ProcessTrial.left(residue)));
  }

  /** Why a life has not come to its end, in words. */
  static String ended(Lived lived, Duration limit, JobDirectory directory) {
    Optional<JobEnd> end = lived.end();
    if (end.isEmpty()) {
      return "it did not come to its end within "
          + limit.toSeconds()
          + " s, having completed "
          + lived.batches()
          + " batches (where its threads were stands in "
          + directory.log()
          + ")";
    }
    String message = end.get().message();
    return message.isEmpty()
        ? "its process ended with code " + end.get().exitCode() + ", see " + directory.log()
        : message;
  }

  @Override
  public Explored explore(GoldenRun golden, Watch watch) {
    try {
      return new ProcessExploration(golden, lives, settings, watch).run();
    } catch (HoldfastException e) {
      return new Explored(
          nothing(golden), Optional.of(e.getMessage()), true, Optional.empty(), List.of());
    }
  }

  private static Scope nothing(GoldenRun golden) {
    ProofRequest request = golden.request();
    return new Scope(
        request.recordCount(),
        golden.batches(),
        golden.trace().size(),
        golden.trace().size(),
        0,
        0,
        request.depth(),
        "nothing was tried");
  }

  /** What a process has left, as the comparison sees it. */
  private record Calm(
      DStreamGraph definition, JobDirectory directory, Lived lived, Optional<Throwable> failure)
      implements CalmRun {
    @Override
    public List<Step> steps() {
      return StepTrace.read(directory.root().resolve(TRACE));
    }

    @Override
    public long batches() {
      return lived.batches();
    }

    @Override
    public Set<String> locations() {
      return directory.locations();
    }

    @Override
    public Remains remains() {
      return ProcessLives.remains(directory);
    }

    @Override
    public boolean didTheSameAs(CalmRun other) {
      return false;
    }
  }
}
