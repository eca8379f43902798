package io.holdfast.testkit.prove;

import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.state.StateReader;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.checkpointing.RetentionPolicy;
import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.graph.GraphNode.InputNode;
import io.holdfast.engine.graph.OutputNode;
import io.holdfast.engine.graph.OutputNode.SinkAction;
import io.holdfast.engine.recovery.RecoveryPlanner;
import io.holdfast.sink.BatchSink.SinkPromise;
import io.holdfast.source.ReceiverSource.SourcePromise;
import io.holdfast.stream.Guarantee;
import io.holdfast.testkit.report.GuaranteeRow;
import io.holdfast.testkit.report.Step;
import io.holdfast.testkit.scenario.Conditions;
import io.holdfast.testkit.scenario.Scenario;
import io.holdfast.testkit.scenario.Settings;
import io.holdfast.testkit.scenario.TracedRun;
import io.holdfast.testkit.traffic.Delivery;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The job without a crash: once for the trace and the output, once more with the same seed to see
 * whether it is deterministic, and once with other batches to see whether its output depends on how
 * they are cut. Used once, by one thread.
 */
final class GoldenRun {
  private static final Settings SETTINGS = Settings.of(10, 3, 16 << 10, new RetentionPolicy(3, 1));
  private static final int BURSTS = 20;
  private static final long OTHER_BATCHES = 0x5DEECE66DL;

  private final ProofRequest request;
  private final List<String> warnings = new ArrayList<>();
  private final Conditions conditions;
  private TracedRun run;
  private Map<String, List<String>> output = Map.of();
  private Map<String, List<String>> states = Map.of();

  GoldenRun(ProofRequest request) {
    this.request = request;
    this.conditions = new SampleDisk(request.files());
  }

  Conditions conditions() {
    return conditions;
  }

  List<String> warnings() {
    return warnings;
  }

  List<Step> trace() {
    return run == null ? List.of() : run.steps();
  }

  long steps() {
    return trace().size();
  }

  long batches() {
    return run == null ? 0 : run.batches();
  }

  /** The scenario whose crashes are tried, with what is known now as its oracle. */
  Scenario scenario() {
    return scenario(request.seed(), this::wrong);
  }

  /**
   * Runs the job.
   *
   * @return why nothing can be said of it, and what to do; empty if all is well
   */
  Optional<String> run() {
    try {
      run =
          TracedRun.of(scenario(request.seed(), (places, records) -> Optional.empty()), conditions);
    } catch (RuntimeException | LinkageError e) {
      return Optional.of(Advice.notMade(e));
    }
    if (run.failure().isPresent()) {
      return Optional.of(Advice.failed(run.failure().get()));
    }
    if (run.batches() == 0) {
      return Optional.of(Advice.noBatch(request));
    }
    try {
      output = outputOf(run);
      states = statesOf(run);
      return unfit();
    } catch (RuntimeException e) {
      return Optional.of(Advice.unreadable(e));
    }
  }

  private Optional<String> unfit() {
    if (request.check().isPresent()) {
      Optional<String> wrong = checked(run::place, request.records());
      if (wrong.isPresent()) {
        return Optional.of(Advice.wrongWithoutCrash(wrong.get()));
      }
    } else if (output.values().stream().allMatch(List::isEmpty)) {
      return Optional.of(Advice.nothingWritten(run.definition()));
    }
    TracedRun again = TracedRun.of(scenario(), conditions);
    Optional<String> differs = Difference.between(output, outputOf(again));
    if (differs.isPresent() && request.check().isEmpty()) {
      return Optional.of(Advice.notDeterministic(differs.get()));
    }
    if (again.hash() != run.hash()) {
      warnings.add(Advice.ordersDiffer(differs));
    }
    return dependsOnBatches();
  }

  private Optional<String> dependsOnBatches() {
    TracedRun other =
        TracedRun.of(
            scenario(request.seed() ^ OTHER_BATCHES, (places, records) -> Optional.empty()),
            conditions);
    if (other.failure().isPresent()) {
      return Optional.of(Advice.failed(other.failure().get()));
    }
    if (Difference.between(states, statesOf(other)).isPresent()) {
      states = Map.of();
      warnings.add(
          "The state depends on how batches are cut, so it is not compared, only the output is.");
    }
    Optional<String> differs = Difference.between(output, outputOf(other));
    return request.check().isEmpty() && differs.isPresent()
        ? Optional.of(Advice.dependsOnBatches(differs.get()))
        : Optional.empty();
  }

  private Scenario scenario(long seed, Scenario.Oracle oracle) {
    int burst = (int) Math.max(1, request.recordCount() / BURSTS);
    return new Scenario(
        seed,
        request::jobOf,
        oracle,
        request.records(),
        new Delivery(burst, 5, 3),
        SETTINGS,
        List.of(),
        List.of());
  }

  /** The oracle: what is wrong with what a run has left, compared with this one. */
  private Optional<String> wrong(
      Function<String, Storage> places, Map<String, List<String>> records) {
    if (request.check().isPresent()) {
      return checked(places, records);
    }
    Map<String, List<String>> expected = output;
    Map<String, List<String>> expectedStates = states;
    if (!records.equals(request.records())) {
      // Fewer records, while a counterexample is made smaller: they have another golden run.
      GoldenRun smaller = new GoldenRun(request.withRecords(records));
      if (smaller.run().isPresent()) {
        return Optional.empty();
      }
      expected = smaller.output;
      expectedStates = smaller.states;
    }
    JobOutput found = new JobOutput(run.definition(), places, records);
    Optional<String> differs = Difference.between(expected, found.everything(run.locations()));
    return differs.isPresent() || states.isEmpty()
        ? differs
        : Difference.between(expectedStates, statesAt(places.apply(Scenario.DIRECTORY)));
  }

  private Optional<String> checked(
      Function<String, Storage> places, Map<String, List<String>> records) {
    return request.check().orElseThrow().wrong(new JobOutput(run.definition(), places, records));
  }

  private Map<String, List<String>> outputOf(TracedRun of) {
    return new JobOutput(of.definition(), of::place, request.records()).everything(run.locations());
  }

  private static Map<String, List<String>> statesOf(TracedRun of) {
    return statesAt(of.place(Scenario.DIRECTORY));
  }

  private static Map<String, List<String>> statesAt(Storage directory) {
    Map<String, List<String>> states = new TreeMap<>();
    try {
      ApplicationIdentity identity = ApplicationIdentity.require(directory);
      Map<String, Long> versions =
          RecoveryPlanner.plan(directory, identity).state().stateVersions();
      versions.forEach(
          (state, version) -> {
            String log = ApplicationLayout.stateLog(state);
            List<String> entries = new ArrayList<>();
            StateReader.read(directory, log, ApplicationLayout.logId(identity.id(), log), version)
                .forEach((key, value) -> entries.add(hex(key) + " = " + hex(value)));
            entries.sort(null);
            states.put("state " + state, entries);
          });
    } catch (HoldfastException e) {
      states.put("state", List.of(e.getMessage()));
    }
    return states;
  }

  private static String hex(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** What sources and sinks claim, and what the proof has seen of it. */
  List<GuaranteeRow> guarantees(boolean wrong, boolean exact) {
    List<GuaranteeRow> rows = new ArrayList<>();
    if (run == null) {
      return rows;
    }
    DStreamGraph definition = run.definition();
    String observed =
        exact ? "exactly-once" : wrong ? "wrong, see the counterexample" : "not observed";
    for (InputNode input : definition.inputs()) {
      SourcePromise promise = input.source().promise();
      boolean own = !request.records().containsKey(input.name());
      rows.add(
          new GuaranteeRow(
              "source",
              input.name(),
              promise.guarantee().toString(),
              promise.reason(),
              own ? observed : "replaced by the sample"));
    }
    for (OutputNode node : definition.outputs()) {
      SinkPromise promise =
          node.action() instanceof SinkAction sink
              ? sink.sink().promise(Guarantee.EXACTLY_ONCE)
              : new SinkPromise(
                  Guarantee.AT_LEAST_ONCE, "a function may be called again with the same batch");
      rows.add(
          new GuaranteeRow(
              "output", node.name(), promise.guarantee().toString(), promise.reason(), observed));
    }
    return rows;
  }

  /** A disk with the files of the sample on it. */
  private record SampleDisk(Map<String, byte[]> files) implements Conditions {
    @Override
    public void prepare(SimulatedDisk disk) {
      Storage storage = disk.storage();
      files.forEach((path, contents) -> SampleFiles.put(storage, path, contents));
    }
  }
}
