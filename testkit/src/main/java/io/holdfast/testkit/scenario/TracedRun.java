package io.holdfast.testkit.scenario;

import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.StreamingListener;
import io.holdfast.testkit.fault.Crash.Phase;
import io.holdfast.testkit.process.Layout;
import io.holdfast.testkit.process.Milestone;
import io.holdfast.testkit.report.Step;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.util.ArrayList;
import java.util.EnumSet;
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
        tracer.steps(),
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
    private final Life life;
    private final List<Traced> steps = new ArrayList<>();
    private BatchTime allocated = BatchTime.NONE;
    private long batches;
    private long records;

    Tracer(Life life) {
      super(List.of(), 0);
      this.life = life;
    }

    /** A step, to which milestones are added when they are known. */
    private record Traced(
        StorageOperation operation, long atMillis, String component, Set<Milestone> reached) {
      Step step() {
        return new Step(
            operation.number(),
            atMillis,
            component,
            operation.kind().name(),
            operation.path(),
            Milestone.names(reached));
      }
    }

    List<Step> steps() {
      return steps.stream().map(Traced::step).toList();
    }

    @Override
    void reached(StorageOperation operation, Phase phase, int cut, SimulatedDisk disk) {
      if (!life.monitor().lastAllocated().equals(allocated)) {
        allocated = life.monitor().lastAllocated();
        journaled(Milestone.F3);
      }
      // Before, so that an operation that is refused, as one of a probe has to be, has its place.
      if (phase == Phase.BEFORE) {
        Place place = place(operation.path());
        Set<Milestone> reached = EnumSet.noneOf(Milestone.class);
        place.milestone(operation.kind()).ifPresent(reached::add);
        steps.add(
            new Traced(
                operation,
                TimeUnit.NANOSECONDS.toMillis(life.elapsedNanos()),
                place.layout().component(place.path()),
                reached));
      }
    }

    @Override
    public void onBlockAdded(BlockInfo block) {
      journaled(Milestone.F2);
    }

    @Override
    public void onBatchCompleted(BatchInfo batch) {
      batches++;
      records += batch.records();
      journaled(Milestone.F6);
    }

    /** Known only when the driver acts on it: it was the last force of the journal. */
    private void journaled(Milestone milestone) {
      for (int i = steps.size() - 1; i >= 0; i--) {
        Traced step = steps.get(i);
        if (step.component().equals(Layout.JOURNAL)
            && step.operation().kind() == StorageOperation.Kind.FORCE) {
          step.reached().add(milestone);
          return;
        }
      }
    }

    private Place place(String path) {
      if (isIn(Scenario.DIRECTORY, path)) {
        return new Place(Layout.APPLICATION, below(Scenario.DIRECTORY, path));
      }
      for (String location : life.locations()) {
        String directory = Site.directory(location);
        if (isIn(directory, path)) {
          return new Place(Layout.place(location), below(directory, path));
        }
      }
      return new Place(Layout.outside("directory"), path);
    }

    private static boolean isIn(String directory, String path) {
      return path.equals(directory) || path.startsWith(directory + "/");
    }

    private static String below(String directory, String path) {
      return path.substring(Math.min(path.length(), directory.length() + 1));
    }
  }

  /**
   * Where something lies.
   *
   * @param path below the directory of the layout
   */
  private record Place(Layout layout, String path) {
    Optional<Milestone> milestone(StorageOperation.Kind kind) {
      return switch (kind) {
        case FORCE -> layout.forced(path);
        case FORCE_DIRECTORY -> layout.directoryForced(path);
        case DELETE -> layout.deleted(path);
        default -> Optional.empty();
      };
    }
  }
}
