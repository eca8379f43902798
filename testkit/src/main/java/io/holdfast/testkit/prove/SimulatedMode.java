package io.holdfast.testkit.prove;

import io.holdfast.engine.checkpointing.RetentionPolicy;
import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.testkit.fault.Crash;
import io.holdfast.testkit.fault.CrashPoint;
import io.holdfast.testkit.report.Counterexample;
import io.holdfast.testkit.report.PointOutcome;
import io.holdfast.testkit.report.PointOutcome.Outcome;
import io.holdfast.testkit.report.Scope;
import io.holdfast.testkit.report.Step;
import io.holdfast.testkit.scenario.Conditions;
import io.holdfast.testkit.scenario.CrashExplorer.Failure;
import io.holdfast.testkit.scenario.CrashExplorer.Result;
import io.holdfast.testkit.scenario.Depth;
import io.holdfast.testkit.scenario.Recovery;
import io.holdfast.testkit.scenario.Scenario;
import io.holdfast.testkit.scenario.Settings;
import io.holdfast.testkit.scenario.Shrinker;
import io.holdfast.testkit.scenario.Shrinker.Shrunk;
import io.holdfast.testkit.scenario.TracedRun;
import io.holdfast.testkit.traffic.Delivery;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Simulated time, simulated storage, one thread for each life: every run can be repeated. */
final class SimulatedMode implements ProofMode {
  private static final Settings SETTINGS = Settings.of(10, 3, 16 << 10, new RetentionPolicy(3, 1));
  private static final int BURSTS = 20;
  private static final long OTHER_BATCHES = 0x5DEECE66DL;
  private static final List<CrashProfile> PROFILES =
      List.of(CrashProfile.KILL, CrashProfile.LOSE_ALL, CrashProfile.EXT4_ORDERED);
  private static final int SECOND_EVERY = 50;
  private static final int SHOWN_FAILURES = 200;
  private static final long TIME_TO_SHRINK_MILLIS = 5_000;

  private final Conditions conditions;

  SimulatedMode(Map<String, byte[]> files) {
    this.conditions = new SampleDisk(files);
  }

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public boolean repeatsRuns() {
    return true;
  }

  @Override
  public CalmRun run(ProofRequest request, Variant variant) {
    long seed = variant == Variant.OTHER_BATCHES ? request.seed() ^ OTHER_BATCHES : request.seed();
    return new Calm(
        TracedRun.of(scenario(request, seed, (places, records) -> Optional.empty()), conditions));
  }

  private static Scenario scenario(ProofRequest request, long seed, Scenario.Oracle oracle) {
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

  @Override
  public Explored explore(GoldenRun golden, Watch watch) {
    ProofRequest request = golden.request();
    Scenario scenario =
        scenario(
            request,
            request.seed(),
            (places, records) ->
                golden.wrong(new Remains(places.apply(Scenario.DIRECTORY), places), records));
    Depth depth = new Depth(PROFILES, 1, request.depth() > 1 ? SECOND_EVERY : 0, SHOWN_FAILURES);
    Result result =
        new Exploration(
                scenario,
                conditions,
                depth,
                (point, operation, recovery) -> watch.tried(outcome(point, recovery)),
                () -> watch.outOfTime(0))
            .run();
    boolean cut = watch.outOfTime(0) && result.failure() == null;
    Optional<Counterexample> counterexample =
        Optional.ofNullable(result.failure())
            .map(failure -> smallest(request, scenario, depth, failure, watch));
    return new Explored(scope(golden, result), Optional.empty(), !cut, counterexample, List.of());
  }

  private Counterexample smallest(
      ProofRequest request, Scenario scenario, Depth depth, Failure failure, Watch watch) {
    watch.says("wrong after " + failure.point() + ": making it smaller");
    Shrunk shrunk =
        new Shrinker(conditions, depth, () -> watch.outOfTime(-TIME_TO_SHRINK_MILLIS))
            .shrink(scenario, failure);
    return new Counterexamples(request).of(shrunk);
  }

  private static PointOutcome outcome(CrashPoint point, Recovery recovery) {
    Crash crash = point.crashes().get(0);
    return new PointOutcome(
        crash.operation(),
        crash.phase().name().toLowerCase(Locale.ROOT),
        loss(point),
        recovery.wrong() == null
            ? Outcome.EXACT
            : recovery.ended() ? Outcome.WRONG : Outcome.NOT_RECOVERED,
        recovery.recoveryMillis(),
        recovery.repeatedRecords(),
        recovery.residueFiles(),
        recovery.wrong() == null ? "" : recovery.wrong(),
        Optional.empty());
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

  private static Scope scope(GoldenRun golden, Result result) {
    ProofRequest request = golden.request();
    long tried = result.crashes();
    long steps = golden.trace().size();
    boolean whole = result.operations() >= steps;
    long all = whole ? tried : Math.max(tried + 1, steps * 2 * PROFILES.size());
    String sentence =
        (whole
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
                ? "; " + result.nested() + " states of recoveries that were crashed again, a sample"
                : "")
            + "; simulated, seed "
            + request.seed();
    return new Scope(
        request.recordCount(),
        golden.batches(),
        steps,
        all,
        tried,
        result.states(),
        request.depth(),
        sentence);
  }

  /** A traced run as the comparison sees it. */
  private record Calm(TracedRun run) implements CalmRun {
    @Override
    public List<Step> steps() {
      return run.steps();
    }

    @Override
    public long batches() {
      return run.batches();
    }

    @Override
    public DStreamGraph definition() {
      return run.definition();
    }

    @Override
    public Set<String> locations() {
      return run.locations();
    }

    @Override
    public Optional<Throwable> failure() {
      return run.failure();
    }

    @Override
    public Remains remains() {
      return new Remains(run.place(Scenario.DIRECTORY), run::place);
    }

    @Override
    public boolean didTheSameAs(CalmRun other) {
      return other instanceof Calm calm && calm.run.hash() == run.hash();
    }
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
