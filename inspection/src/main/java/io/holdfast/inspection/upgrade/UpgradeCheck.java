package io.holdfast.inspection.upgrade;

import io.holdfast.DamageException;
import io.holdfast.DriftException;
import io.holdfast.HoldfastException;
import io.holdfast.NotReplayableException;
import io.holdfast.checkpoint.Checkpoint;
import io.holdfast.checkpoint.kryo.ClosureChange;
import io.holdfast.checkpoint.kryo.ClosureChange.Effect;
import io.holdfast.checkpoint.kryo.ClosureFingerprint;
import io.holdfast.checkpoint.state.StateStore;
import io.holdfast.checkpoint.state.StateTrial;
import io.holdfast.checkpoint.state.ValueCodec;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.EngineSettings;
import io.holdfast.engine.checkpointing.GraphSections;
import io.holdfast.engine.recovery.CodeCheck;
import io.holdfast.engine.recovery.CodeCheck.Row;
import io.holdfast.engine.recovery.CodeCheck.Thing;
import io.holdfast.engine.recovery.RecoveryPlan;
import io.holdfast.engine.recovery.RecoveryPlanner;
import io.holdfast.engine.state.KryoValues;
import io.holdfast.inspection.PlacedStates;
import io.holdfast.inspection.Text;
import io.holdfast.inspection.job.JobDefinition;
import io.holdfast.inspection.upgrade.UpgradeRow.Verdict;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Compares a job with an application that it is to go on with: the same judgement that a start
 * makes, without starting. The values of the states are read one by one by the job's classes, and
 * none is kept. Changes nothing, takes no lock, and may be done beside a running driver. Used once,
 * by one thread.
 */
public final class UpgradeCheck {
  private static final int MAX_LOOKS = 3;
  private static final String NONE = "-";

  private final Storage storage;
  private final JobDefinition job;
  private final Consumer<String> progress;
  private final ApplicationIdentity identity;
  private final RecoveryPlan plan;
  private final List<UpgradeRow> rows = new ArrayList<>();
  private final Set<String> notes = new LinkedHashSet<>();

  private UpgradeCheck(Storage storage, JobDefinition job, Consumer<String> progress) {
    this.storage = storage;
    this.job = job;
    this.progress = progress;
    progress.accept(ApplicationLayout.CHECKPOINTS);
    this.identity =
        ApplicationIdentity.require(storage).requireName(job.settings().application(), storage);
    this.plan = RecoveryPlanner.preview(storage, identity);
  }

  /**
   * Checks.
   *
   * @param storage the application's directory, for reading only
   * @param progress is told what is being looked at
   * @throws HoldfastException if a start would not come so far that it looks at code: the directory
   *     is no application's, another one's, damaged or not replayable; or if the job cannot be kept
   *     in a checkpoint
   */
  public static UpgradeReport of(Storage storage, JobDefinition job, Consumer<String> progress) {
    PlacedStates.refuse(storage, "checking an upgrade");
    for (int look = 1; ; look++) {
      try {
        return new UpgradeCheck(storage, job, progress).check();
      } catch (DamageException | NotReplayableException | StorageException e) {
        // A driver that is at work writes and deletes what is being read.
        if (look == MAX_LOOKS) {
          throw e;
        }
      }
    }
  }

  private UpgradeReport check() {
    // As the first checkpoint of a start: finds what cannot be kept in one.
    GraphSections unused = new GraphSections(job.graph(), job.settings().registrations());
    CodeCheck code =
        plan.checkpoint()
            .map(checkpoint -> CodeCheck.of(checkpoint, job.graph(), job.settings()))
            .orElseGet(() -> CodeCheck.ofNothing(job.graph(), job.settings()));
    notes.addAll(code.notes());
    if (plan.checkpoint().isEmpty()) {
      notes.add(
          "there is no intact checkpoint: the start reads the whole journal, and with what code it was"
              + " written nobody knows");
    }
    boolean classesFit = code.rows().stream().noneMatch(UpgradeCheck::isRefusedClass);
    for (Row row : code.rows()) {
      UpgradeRow asNamed = row(row);
      rows.add(Actions.hasValues(row) ? withValues(asNamed, classesFit) : asNamed);
    }
    String recover = plan.checkpoint().map(this::compareFunctions).orElse("there is no checkpoint");
    return new UpgradeReport(storage.location(), identity, plan, rows, List.copyOf(notes), recover);
  }

  private static boolean isRefusedClass(Row row) {
    return row.thing() == Thing.CLASS && row.verdict().refuses();
  }

  private UpgradeRow row(Row row) {
    return new UpgradeRow(
        row.thing().name().toLowerCase(Locale.ROOT),
        row.name(),
        row.before(),
        row.now(),
        Verdict.valueOf(row.verdict().name()),
        Actions.of(row, plan.state()),
        row.words());
  }

  /** Reads the values of a state as the start would. */
  private UpgradeRow withValues(UpgradeRow row, boolean classesFit) {
    long version = plan.state().stateVersion(row.name());
    if (version == 0) {
      return row.doing("begin empty");
    } else if (!classesFit) {
      return row.doing("nothing: its classes are refused");
    }
    String directory = ApplicationLayout.stateLog(row.name());
    progress.accept(directory);
    StateStore.Source source =
        new StateStore.Source(
            storage,
            directory,
            ApplicationLayout.logId(identity.id(), directory),
            plan.positions().durableLsn(directory));
    EngineSettings settings = job.settings();
    ValueCodec codec = new KryoValues(settings.registrations(), settings.droppable());
    try {
      StateTrial.Result read = StateTrial.read(source, row.name(), codec, version);
      String entries = "load " + Text.count(read.entries(), "change");
      return row.doing(
          read.converts()
              ? entries + ", converted; write it anew after the first batch"
              : entries + " up to batch " + version);
    } catch (DriftException e) {
      notes.add("state '" + row.name() + "': " + e.getMessage());
      return row.refused(e.getMessage());
    }
  }

  /** Adds the functions; returns why a graph with its functions could not be restored. */
  private String compareFunctions(Checkpoint checkpoint) {
    for (ClosureChange change :
        ClosureFingerprint.changes(
            GraphSections.closures(checkpoint), GraphSections.closures(job.graph()))) {
      rows.add(
          new UpgradeRow(
              "function",
              change.label(),
              shown(change.before()),
              shown(change.now()),
              verdict(change.effect()),
              Actions.of(change.effect()),
              change.words()));
    }
    try {
      Object unused = GraphSections.requireSameCode(checkpoint, job.loader());
      return "";
    } catch (DriftException e) {
      return e.getMessage();
    }
  }

  private static String shown(Optional<ClosureFingerprint> function) {
    return function
        .map(
            is ->
                is.method().isEmpty()
                    ? is.implementationClass()
                    : is.implementationClass() + "." + is.method())
        .orElse(NONE);
  }

  private static Verdict verdict(Effect effect) {
    return switch (effect) {
      case SAME -> Verdict.KEPT;
      case CHANGED -> Verdict.DRIFTED;
      case GONE -> Verdict.GONE;
      case NEW -> Verdict.NEW;
    };
  }
}
