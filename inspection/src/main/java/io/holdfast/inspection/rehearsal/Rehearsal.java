package io.holdfast.inspection.rehearsal;

import io.holdfast.DamageException;
import io.holdfast.DriftException;
import io.holdfast.HoldfastException;
import io.holdfast.NotReplayableException;
import io.holdfast.checkpoint.state.StateComparison;
import io.holdfast.checkpoint.state.StateComparison.Versions;
import io.holdfast.checkpoint.state.StateStore;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.EngineSettings;
import io.holdfast.engine.graph.OutputNode;
import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.state.KryoValues;
import io.holdfast.inspection.job.JobClasses;
import io.holdfast.inspection.job.JobDefinition;
import io.holdfast.inspection.rehearsal.History.Found;
import io.holdfast.inspection.rehearsal.RehearsalReport.OutputBatch;
import io.holdfast.inspection.rehearsal.RehearsalReport.StateResult;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.local.LocalStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Runs new code once more over the last batches of an application, on a copy, and compares what it
 * writes with what was written: with the published files, or with what the old code writes on
 * another copy. Batches have the records that they had. Used once, by one thread.
 */
public final class Rehearsal {
  private static final int MAX_LOOKS = 3;
  private static final int SHOWN = 3;

  private final Code now;
  private final Optional<Code> old;
  private final Path directory;
  private final Consumer<String> progress;
  private Found found;

  /** A version of a job: its classes, which are loaded anew for each run, and what it defines. */
  public record Code(JobClasses classes, JobDefinition definition) {}

  private Rehearsal(Code now, Optional<Code> old, Path directory, Consumer<String> progress) {
    this.now = now;
    this.old = old;
    this.directory = directory;
    this.progress = progress;
  }

  /**
   * Rehearses.
   *
   * @param app the application's directory, for reading only
   * @param now the new code, of which a start has been found to go on
   * @param old the code that the application runs; empty to compare with published files
   * @param batches how many are wanted
   * @param directory an empty one, for everything that is written; it is left to the caller
   * @param progress is told what is being done
   * @throws NotReplayableException if no batch can be run once more
   * @throws HoldfastException if the application's files cannot be used, or a start is refused
   */
  public static RehearsalReport of(
      Storage app,
      Code now,
      Optional<Code> old,
      int batches,
      Path directory,
      Consumer<String> progress) {
    return new Rehearsal(now, old, directory, progress).report(app, batches);
  }

  private RehearsalReport report(Storage app, int batches) {
    found = copied(app, batches);
    Set<String> asFiles = asFiles();
    RehearsalRun newRun = run(now, "new", asFiles);
    Optional<RehearsalRun> oldRun = old.map(code -> runOld(code, asFiles));
    List<Long> times = found.batches().stream().map(b -> b.time().epochMillis()).toList();
    List<OutputBatch> outputs = new ArrayList<>();
    for (String output : newRun.sinks().keySet()) {
      OutputComparison comparison =
          oldRun
              .map(run -> OutputComparison.withCode(output, newRun, run))
              .orElseGet(
                  () ->
                      asFiles.contains(output)
                          ? OutputComparison.withFiles(output, newRun)
                          : OutputComparison.withNothing(output, newRun));
      outputs.addAll(comparison.of(times, SHOWN));
    }
    boolean cameToTheEnd = newRun.completed().containsAll(times);
    return new RehearsalReport(
        batches,
        times,
        found.batches().stream().mapToLong(Allocation::records).sum(),
        found.limit(),
        newRun.ending(times),
        oldRun.map(run -> run.ending(times)),
        outputs,
        cameToTheEnd ? states() : List.of());
  }

  /** A driver that is at work may delete what is being copied. */
  private Found copied(Storage app, int batches) {
    for (int look = 1; ; look++) {
      Path target = directory.resolve("rewound");
      try (Storage copy = ScratchStorage.open(target)) {
        try {
          Found looked =
              History.of(app, now.definition.settings().application(), stateNames(), batches);
          RewoundCopy.make(app, looked, stateNames(), copy, progress);
          return looked;
        } catch (DamageException | NotReplayableException | StorageException e) {
          if (look == MAX_LOOKS) {
            throw e;
          }
          copy.list("").forEach(entry -> copy.deleteTree(entry.name()));
        }
      }
    }
  }

  private Set<String> stateNames() {
    Set<String> names = new TreeSet<>(now.definition.graph().stateNames());
    old.ifPresent(code -> names.addAll(code.definition.graph().stateNames()));
    return names;
  }

  /** The outputs that are files in every version. */
  private Set<String> asFiles() {
    Set<String> names = fileOutputs(now);
    old.ifPresent(code -> names.retainAll(fileOutputs(code)));
    return names;
  }

  private static Set<String> fileOutputs(Code code) {
    Set<String> names = new TreeSet<>();
    for (OutputNode output : code.definition.graph().outputs()) {
      Diversion.files(output).ifPresent(sink -> names.add(output.name()));
    }
    return names;
  }

  private RehearsalRun run(Code code, String name, Set<String> asFiles) {
    progress.accept(name + " code");
    Path place = directory.resolve(name);
    try (Storage rewound = LocalStorage.openReadOnly(directory.resolve("rewound"));
        Storage copy = ScratchStorage.open(place.resolve("app"))) {
      RewoundCopy.all(rewound, copy);
    }
    return RehearsalRun.of(
        code.classes,
        code.definition,
        found,
        place,
        asFiles,
        batch -> progress.accept(name + " code, " + batch));
  }

  private RehearsalRun runOld(Code code, Set<String> asFiles) {
    try {
      return run(code, "old", asFiles);
    } catch (DriftException e) {
      throw new DriftException("The old code would not start: " + e.getMessage());
    }
  }

  private List<StateResult> states() {
    EngineSettings settings = now.definition.settings();
    List<StateResult> results = new ArrayList<>();
    try (Storage then = LocalStorage.openReadOnly(directory.resolve("rewound"));
        Storage after = LocalStorage.openReadOnly(directory.resolve("new/app"))) {
      for (String state : now.definition.graph().stateNames()) {
        progress.accept("state " + state);
        long version = found.plan().state().stateVersion(state);
        StateComparison.Result result =
            StateComparison.of(
                source(then, state),
                source(after, state),
                state,
                settings.batching().parallelism(),
                new KryoValues(settings.registrations(), settings.droppable()),
                new Versions(version, found.last().epochMillis()),
                SHOWN);
        results.add(new StateResult(state, result));
      }
    }
    return results;
  }

  private StateStore.Source source(Storage storage, String state) {
    String log = ApplicationLayout.stateLog(state);
    return new StateStore.Source(
        storage, log, ApplicationLayout.logId(found.identity().id(), log), 0);
  }
}
