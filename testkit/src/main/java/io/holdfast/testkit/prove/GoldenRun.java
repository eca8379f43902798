package io.holdfast.testkit.prove;

import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.stream.Guarantee;
import io.holdfast.testkit.prove.ProofMode.Variant;
import io.holdfast.testkit.report.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The job without a crash: once for the trace and the output, once more to see whether it is
 * deterministic, and once with other batches to see whether its output depends on how they are cut.
 * Knows from then on what every other run has to leave. {@link #run} is called once; afterwards
 * many threads may ask.
 */
final class GoldenRun {
  private final ProofRequest request;
  private final ProofMode mode;
  private final List<String> warnings = new ArrayList<>();
  private CalmRun run;
  private Map<String, List<String>> output = Map.of();
  private Map<String, List<String>> states = Map.of();
  private Optional<String> obstacle = Optional.empty();
  private GoldenRun smaller;

  GoldenRun(ProofRequest request, ProofMode mode) {
    this.request = request;
    this.mode = mode;
  }

  ProofRequest request() {
    return request;
  }

  List<String> warnings() {
    return warnings;
  }

  List<Step> trace() {
    return run == null ? List.of() : run.steps();
  }

  long batches() {
    return run == null ? 0 : run.batches();
  }

  /** What the job defines; empty if it cannot be made. */
  Optional<DStreamGraph> definition() {
    return Optional.ofNullable(run).map(CalmRun::definition);
  }

  Set<String> locations() {
    return run.locations();
  }

  /**
   * Runs the job.
   *
   * @return why nothing can be said of it, and what to do; empty if all is well
   */
  Optional<String> run() {
    obstacle = examined();
    return obstacle;
  }

  private Optional<String> examined() {
    try {
      run = mode.run(request, Variant.GOLDEN);
    } catch (RuntimeException | LinkageError e) {
      return Optional.of(Advice.notMade(e));
    }
    if (run.failure().isPresent()) {
      return Optional.of(Advice.failed(run.failure().get()));
    }
    run.definition().inputs().stream()
        .filter(input -> request.records().containsKey(input.name()))
        .filter(input -> input.feed().promise().guarantee() == Guarantee.AT_MOST_ONCE)
        .forEach(input -> warnings.add(Advice.notReplayable(input)));
    if (run.batches() == 0) {
      return Optional.of(Advice.noBatch(request));
    }
    try {
      output = outputOf(run);
      states = run.remains().states();
      return unfit();
    } catch (RuntimeException e) {
      return Optional.of(Advice.unreadable(e));
    }
  }

  private Optional<String> unfit() {
    if (request.check().isPresent()) {
      Optional<String> wrong = checked(run.remains(), request.records());
      if (wrong.isPresent()) {
        return Optional.of(Advice.wrongWithoutCrash(wrong.get()));
      }
    } else if (output.values().stream().allMatch(List::isEmpty)) {
      return Optional.of(Advice.nothingWritten(run.definition()));
    }
    CalmRun again = mode.run(request, Variant.AGAIN);
    if (again.failure().isPresent()) {
      return Optional.of(Advice.failed(again.failure().get()));
    }
    Optional<String> differs = Difference.between(output, outputOf(again));
    if (differs.isPresent() && request.check().isEmpty()) {
      return Optional.of(
          mode.repeatsRuns() ? Advice.notDeterministic(differs.get()) : chanceOrBatches(differs));
    }
    if (mode.repeatsRuns() && !again.didTheSameAs(run)) {
      warnings.add(Advice.ordersDiffer(differs));
    }
    return dependsOnBatches();
  }

  /** With all records in one batch, nothing but chance is left. */
  private String chanceOrBatches(Optional<String> differs) {
    Map<String, List<String>> one = outputOf(mode.run(request, Variant.ONE_BATCH));
    Map<String, List<String>> other = outputOf(mode.run(request, Variant.ONE_BATCH));
    return Difference.between(one, other)
        .map(Advice::notDeterministic)
        .orElseGet(() -> Advice.dependsOnBatches(differs.orElseThrow()));
  }

  private Optional<String> dependsOnBatches() {
    CalmRun other = mode.run(request, Variant.OTHER_BATCHES);
    if (other.failure().isPresent()) {
      return Optional.of(Advice.failed(other.failure().get()));
    }
    if (Difference.between(states, other.remains().states()).isPresent()) {
      states = Map.of();
      warnings.add(
          "The state depends on how batches are cut, so it is not compared, only the output is.");
    }
    Optional<String> differs = Difference.between(output, outputOf(other));
    return request.check().isEmpty() && differs.isPresent()
        ? Optional.of(Advice.dependsOnBatches(differs.get()))
        : Optional.empty();
  }

  /**
   * The oracle: what is wrong with what a run has left, compared with this one.
   *
   * @param records that it was given
   */
  Optional<String> wrong(Remains remains, Map<String, List<String>> records) {
    if (request.check().isPresent()) {
      return checked(remains, records);
    }
    Map<String, List<String>> expected = output;
    Map<String, List<String>> expectedStates = states;
    if (!records.equals(request.records())) {
      GoldenRun fewer = of(records);
      if (fewer.obstacle.isPresent()) {
        return Optional.empty();
      }
      expected = fewer.output;
      expectedStates = fewer.states;
    }
    Optional<String> differs = Difference.between(expected, outputAt(remains, records));
    return differs.isPresent() || states.isEmpty()
        ? differs
        : Difference.between(expectedStates, remains.states());
  }

  /**
   * The golden run of fewer records, while a counterexample is made smaller; asked for again and
   * again with the same ones.
   */
  private synchronized GoldenRun of(Map<String, List<String>> records) {
    if (smaller == null || !smaller.request.records().equals(records)) {
      smaller = new GoldenRun(request.withRecords(records), mode);
      Optional<String> unused = smaller.run();
    }
    return smaller;
  }

  private Optional<String> checked(Remains remains, Map<String, List<String>> records) {
    return request
        .check()
        .orElseThrow()
        .wrong(new JobOutput(run.definition(), remains.places(), records));
  }

  private Map<String, List<String>> outputOf(CalmRun of) {
    return outputAt(of.remains(), request.records());
  }

  private Map<String, List<String>> outputAt(Remains remains, Map<String, List<String>> records) {
    return new JobOutput(run.definition(), remains.places(), records).everything(run.locations());
  }
}
