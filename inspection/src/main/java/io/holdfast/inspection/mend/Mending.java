package io.holdfast.inspection.mend;

import io.holdfast.ConfigurationException;
import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.inspection.LogKind;
import io.holdfast.inspection.PlacedStates;
import io.holdfast.inspection.check.ApplicationInspector;
import io.holdfast.inspection.check.ApplicationReport;
import io.holdfast.inspection.check.CheckpointStatus;
import io.holdfast.inspection.mend.CheckpointMending.Usable;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Works out how an application can be made one that a start accepts, or one that stands where it
 * stood before. Changes nothing: what it works out is a {@link MendPlan}. Used once, by one thread.
 */
public final class Mending {
  private static final int MAX_LOOKS = 4;

  private final Draft draft;
  private final List<Change> changes = new ArrayList<>();
  private final Consumer<String> progress;

  private Mending(Storage storage, Consumer<String> progress) {
    this.draft = new Draft(storage);
    this.progress = progress;
  }

  /**
   * Works out how to repair an application, losing as little as possible.
   *
   * @param storage the application's directory
   * @param progress is told what is being looked at
   * @throws UnmendableException if nothing sound can be made of it
   * @throws io.holdfast.NewerFormatException if a newer version has written to it
   * @throws io.holdfast.wal.storage.StorageException if a file cannot be read
   */
  public static MendPlan repair(Storage storage, Consumer<String> progress) {
    Mending mending = new Mending(storage, progress);
    Application app = mending.read();
    return mending.plan(app, best(app), false);
  }

  /**
   * Works out how to bring an application back to where it was right after a batch.
   *
   * @param batchMillis the batch's time
   * @throws UnmendableException if its files do not lead there any more
   */
  public static MendPlan rewindToBatch(
      Storage storage, long batchMillis, Consumer<String> progress) {
    Mending mending = new Mending(storage, progress);
    Application app = mending.read();
    return mending.plan(app, new RewindTarget(app).batch(batchMillis), true);
  }

  /** The same to where it was when a checkpoint was taken. */
  public static MendPlan rewindToCheckpoint(
      Storage storage, CheckpointId id, Consumer<String> progress) {
    Mending mending = new Mending(storage, progress);
    Application app = mending.read();
    return mending.plan(app, new RewindTarget(app).checkpoint(id), true);
  }

  private Application read() {
    if (draft.exists(ApplicationLayout.UNFINISHED)) {
      throw new ConfigurationException(
          draft.location()
              + ": a repair or rewind in place was interrupted. Finish it first: holdfast repair "
              + draft.location()
              + " --in-place --reason TEXT");
    }
    PlacedStates.refuse(draft, "mending");
    progress.accept(draft.location());
    return Application.read(draft, changes::add);
  }

  /** The target that loses the fewest events. */
  private static Target best(Application app) {
    Optional<Usable> from = Optional.empty();
    long best = -1;
    List<String> obstacles = new ArrayList<>();
    List<Optional<Usable>> candidates = new ArrayList<>();
    app.checkpoints().forEach(checkpoint -> candidates.add(Optional.of(checkpoint)));
    if (app.journal().firstLsn() == 1) {
      candidates.add(Optional.empty());
    }
    for (Optional<Usable> candidate : candidates) {
      if (best >= app.journal().lastLsn() && best > 0) {
        break;
      }
      Fold fold = Target.fold(app, candidate);
      fold.run(app.journal(), Long.MAX_VALUE);
      long reached = fold.best(mark -> reachable(app, mark));
      if (reached > best) {
        best = reached;
        from = candidate;
      } else if (reached < 0) {
        obstacles.add(obstacle(app, candidate, fold));
      }
    }
    if (best < 0 || (best == 0 && hasRecords(app))) {
      throw new UnmendableException(
          app.draft().location()
              + " cannot be repaired: "
              + (obstacles.isEmpty()
                  ? "there is no checkpoint that can be used, and the journal does not begin at LSN 1"
                  : String.join("; ", obstacles))
              + ". Restore the missing files from a copy. Nothing was changed.");
    }
    return Target.at(app, from, best);
  }

  private static boolean hasRecords(Application app) {
    return app.data().values().stream().anyMatch(log -> log.lastLsn() > 0)
        || app.states().values().stream().anyMatch(state -> state.parts().lastLsn() > 0);
  }

  /** Whether all states can be as a start would want them at a place in the journal. */
  static boolean reachable(Application app, Fold.Mark mark) {
    return app.states().entrySet().stream()
        .allMatch(
            state ->
                state
                    .getValue()
                    .carries(
                        mark.stateVersions().getOrDefault(state.getKey(), 0L), mark.pending()));
  }

  private static String obstacle(Application app, Optional<Usable> candidate, Fold fold) {
    String from =
        candidate.map(c -> StoragePath.name(c.path())).orElse("the beginning of the journal");
    if (!fold.lost().isEmpty()) {
      return "from " + from + ", blocks are needed that nobody can read: " + fold.lost();
    }
    List<String> states = new ArrayList<>();
    fold.state()
        .stateVersions()
        .forEach(
            (name, version) -> {
              StateRuns state = app.states().get(name);
              if (state != null && !state.leadsTo(version)) {
                states.add("state '" + name + "' cannot be rebuilt at batch " + version);
              }
            });
    return "from " + from + ", " + String.join(", ", states);
  }

  private MendPlan plan(Application app, Target target, boolean rewind) {
    Losses losses = Losses.of(app, target);
    List<Usable> kept = new ArrayList<>(target.checkpoints());
    for (Usable checkpoint : app.checkpoints()) {
      if (!kept.contains(checkpoint)) {
        long journal = checkpoint.positions().journalLsn();
        String why =
            journal > target.lsn()
                ? "knows journal LSN " + journal + ", behind the place that is gone back to"
                : "the journal behind it is not whole";
        remove(checkpoint, why);
      }
    }
    settle(app, target, rewind, losses);
    check(target);
    return MendPlan.of(app, target, changes, losses);
  }

  private void remove(Usable checkpoint, String why) {
    draft.remove(checkpoint.path());
    changes.add(new Change("removed", checkpoint.path(), why));
  }

  private void settle(Application app, Target target, boolean rewind, Losses losses) {
    TreeMap<String, Long> proven = target.provenData(app);
    LogParts journal = app.journal();
    progress.accept(journal.directory());
    long cut = target.lsn() < journal.lastLsn() ? target.lsn() : Long.MAX_VALUE;
    long from = target.needed(journal.directory()).first();
    settle(journal, LogKind.JOURNAL, cut, new LsnRange(from, target.lsn()), losses);
    app.data()
        .forEach(
            (name, log) -> {
              progress.accept(log.directory());
              LsnRange needed = target.needed(log.directory());
              long last = Math.max(needed.last(), proven.getOrDefault(name, 0L));
              long cutData = rewind && last < log.lastLsn() ? last : Long.MAX_VALUE;
              settle(log, LogKind.DATA, cutData, new LsnRange(needed.first(), last), losses);
            });
    app.states()
        .forEach(
            (name, state) -> {
              LogParts log = state.parts();
              progress.accept(log.directory());
              LsnRange needed = target.needed(log.directory());
              long version = target.state().stateVersion(name);
              long keep = state.keepThrough(version);
              // A state of nothing is one from the first record on.
              long first = version == 0 ? 1 : needed.first();
              if (rewind) {
                // Batches that are allocated may have outputs that were computed with their
                // changes.
                long last = state.lastRecordThrough(target.state().lastAllocated().epochMillis());
                long cutState = Math.max(last, needed.last());
                keep = cutState < log.lastLsn() ? Math.min(keep, cutState) : keep;
              }
              settle(log, LogKind.STATE, keep, new LsnRange(first, needed.last()), losses);
            });
  }

  private void settle(LogParts log, LogKind kind, long cutAfter, LsnRange wanted, Losses losses) {
    Settling.Result result = Settling.settle(draft, log, kind, cutAfter, wanted);
    losses.filled(log.directory(), result.filled());
    if (cutAfter < log.lastLsn()) {
      changes.add(new Change("cut", log.directory(), "ends behind LSN " + cutAfter + " now"));
    } else if (result.changed()) {
      String words = "made one whole again, and sealed where it ends";
      changes.add(new Change("settled", log.directory(), words));
    }
    if (!result.filled().isEmpty()) {
      String words =
          "fillers stand in the place of what cannot be read: "
              + result.filled().stream().map(LsnRange::toString).collect(Collectors.joining(", "));
      changes.add(new Change("filled", log.directory(), words));
    }
  }

  /** Looks at the result as a start would, and gives up what is not whole and not needed. */
  private void check(Target target) {
    for (int look = 1; ; look++) {
      ApplicationReport report = ApplicationInspector.inspect(draft, progress);
      if (report.exitCode() == ExitCode.OK) {
        return;
      }
      List<CheckpointStatus> wrong =
          report.checkpoints().stream().filter(c -> !c.finding().sound()).toList();
      boolean chosen = false;
      for (CheckpointStatus checkpoint : wrong) {
        String path =
            StoragePath.join(
                ApplicationLayout.CHECKPOINTS, StoragePath.name(checkpoint.report().location()));
        chosen |= target.from().map(Usable::path).filter(path::equals).isPresent();
        draft.remove(path);
        changes.add(new Change("removed", path, checkpoint.finding().detail()));
      }
      if (wrong.isEmpty() || chosen || look == MAX_LOOKS) {
        throw new UnmendableException(
            draft.location()
                + " cannot be repaired: after all that can be done, "
                + first(report.findings())
                + ". Restore the file from a copy. Nothing was changed.");
      }
    }
  }

  private static String first(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.exitCode() != ExitCode.OK)
        .map(finding -> finding.location() + " is " + finding.verdict() + ": " + finding.detail())
        .findFirst()
        .orElse("a check finds no reason");
  }
}
