package io.holdfast.testkit.scenario;

import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.StreamingListener;
import io.holdfast.testkit.fault.Crash.Phase;
import io.holdfast.testkit.report.Step;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One run of a scenario without any crash, with every durable step that it takes.
 *
 * @param steps in their order
 * @param batches that it has completed
 * @param records that these held
 * @param hash of what ran when and what was left: equal runs have equal ones
 * @param locations that outputs, functions and receivers have asked for
 * @param definition what the job defines
 * @param failure why it has ended by itself, or what it has violated; empty if all went well
 * @param disk the storage at its end
 */
public record TracedRun(
    List<Step> steps,
    long batches,
    long records,
    long hash,
    Set<String> locations,
    DStreamGraph definition,
    Optional<Throwable> failure,
    SimulatedDisk disk) {

  /**
   * Runs a scenario; what is before it is left out.
   *
   * @throws RuntimeException if the job cannot be made or defined
   */
  public static TracedRun of(Scenario scenario, Conditions conditions) {
    Site site = Site.fresh(scenario, conditions);
    Life life = new Life(scenario, site, scenario.seed(), conditions);
    Tracer tracer = new Tracer(life);
    tracer.watch(life);
    life.addListener(tracer);
    Throwable failure = null;
    try {
      life.start();
      life.runToEnd();
      if (life.monitor().violation() != null) {
        failure = new IllegalStateException(life.monitor().violation());
      }
    } catch (RuntimeException | AssertionError e) {
      failure = e;
    } finally {
      life.kill();
    }
    return new TracedRun(
        tracer.steps,
        tracer.batches,
        tracer.records,
        life.scheduler().traceHash() * 31 + site.disk().fingerprint(),
        life.locations(),
        life.definition(),
        Optional.ofNullable(failure),
        site.disk());
  }

  /** The storage at a place that the job has named. */
  public Storage place(String location) {
    return Site.place(disk.storage(), location);
  }

  /** Notes steps, and which of them complete a step of the flow that has a name. */
  private static final class Tracer extends RunObserver implements StreamingListener {
    private static final String APPLICATION = Scenario.DIRECTORY + "/";
    private static final String JOURNAL = APPLICATION + "journal";

    private final Life life;
    private final List<Step> steps = new ArrayList<>();
    private BatchTime allocated = BatchTime.NONE;
    private long batches;
    private long records;

    Tracer(Life life) {
      super(List.of(), 0);
      this.life = life;
    }

    @Override
    void reached(StorageOperation operation, Phase phase, int cut, SimulatedDisk disk) {
      if (!life.monitor().lastAllocated().equals(allocated)) {
        allocated = life.monitor().lastAllocated();
        milestone("F3");
      }
      // Before, so that an operation that is refused, as one of a probe has to be, has its place.
      if (phase == Phase.BEFORE) {
        steps.add(
            new Step(
                operation.number(),
                TimeUnit.NANOSECONDS.toMillis(life.elapsedNanos()),
                component(operation.path()),
                operation.kind().name(),
                operation.path(),
                milestoneOf(operation)));
      }
    }

    @Override
    public void onBlockAdded(BlockInfo block) {
      milestone("F2");
    }

    @Override
    public void onBatchCompleted(BatchInfo batch) {
      batches++;
      records += batch.records();
      milestone("F6");
    }

    /** Known only when the driver acts on it: it was the last force of the journal. */
    private void milestone(String name) {
      for (int i = steps.size() - 1; i >= 0; i--) {
        Step step = steps.get(i);
        if (step.path().startsWith(JOURNAL) && step.action().equals("FORCE")) {
          String before = step.milestone();
          if (!before.contains(name)) {
            String all = before.isEmpty() ? name : before + " " + name;
            steps.set(
                i,
                new Step(
                    step.number(),
                    step.atMillis(),
                    step.component(),
                    step.action(),
                    step.path(),
                    all));
          }
          return;
        }
      }
    }

    private static String milestoneOf(StorageOperation operation) {
      String path = operation.path();
      return switch (operation.kind()) {
        case FORCE ->
            path.startsWith(APPLICATION + "data/")
                ? "F1"
                : path.startsWith(APPLICATION + "state/") ? "F4" : "";
        case FORCE_DIRECTORY ->
            path.equals(APPLICATION + "checkpoints")
                ? "F7"
                : path.isEmpty()
                        || path.startsWith(Scenario.DIRECTORY)
                        || path.contains("_holdfast")
                    ? ""
                    : "F5";
        case DELETE -> path.startsWith(APPLICATION + "checkpoints/checkpoint-") ? "F8" : "";
        default -> "";
      };
    }

    private static String component(String path) {
      if (!path.startsWith(APPLICATION)) {
        return path.equals(Scenario.DIRECTORY) || path.isEmpty()
            ? "directory"
            : "output /" + first(path);
      }
      String inside = path.substring(APPLICATION.length());
      String top = first(inside);
      return switch (top) {
        case "data" -> "data log";
        case "state" ->
            inside.length() > top.length()
                ? "state " + first(inside.substring(top.length() + 1))
                : "directory";
        case "journal" -> "journal";
        case "checkpoints" -> "checkpoint";
        case "epochs" -> "epoch";
        default -> "directory";
      };
    }

    private static String first(String path) {
      int slash = path.indexOf('/');
      return slash < 0 ? path : path.substring(0, slash);
    }
  }
}
