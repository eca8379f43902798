package io.holdfast.inspection.plan;

import io.holdfast.DamageException;
import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.Checkpoint;
import io.holdfast.checkpoint.CheckpointInspector;
import io.holdfast.checkpoint.CheckpointStore;
import io.holdfast.checkpoint.ContainerHeader;
import io.holdfast.checkpoint.ContainerReport;
import io.holdfast.checkpoint.Verdict;
import io.holdfast.checkpoint.state.StateHistory;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.engine.graph.GraphOutline;
import io.holdfast.engine.recovery.RecoveryPlan;
import io.holdfast.engine.recovery.RecoveryPlanner;
import io.holdfast.inspection.BatchDelays;
import io.holdfast.inspection.PlacedStates;
import io.holdfast.wal.EpochClaim;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScan.RecordVisitor;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.SegmentReport;
import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.LockLook;
import io.holdfast.wal.storage.LockLook.Answer;
import io.holdfast.wal.storage.Storage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Plans a start without starting: takes no lock and changes nothing. What is read of checkpoints,
 * journal and data logs is planned by the {@link RecoveryPlanner} of a start itself. Used once, by
 * one thread.
 */
public final class StartPlanner {
  /** So much is read a second time, to see how fast that is. */
  private static final long READ_AGAIN_BYTES = 256L << 20;

  private static final int MAX_LOOKS = 3;

  private final Storage storage;
  private final Optional<String> application;
  private final LongSupplier nanos;
  private final Consumer<String> progress;
  private final LockLook lock;
  private final List<StateStart> states = new ArrayList<>();
  private Optional<ApplicationIdentity> identity = Optional.empty();
  private boolean admitted;
  private Optional<RecoveryPlan> recovery = Optional.empty();
  private Optional<GraphOutline> outline = Optional.empty();
  private Optional<ReadingTime> time = Optional.empty();

  private StartPlanner(
      Storage storage,
      Optional<String> application,
      LongSupplier nanos,
      Consumer<String> progress) {
    this.storage = storage;
    this.application = application;
    this.nanos = nanos;
    this.progress = progress;
    this.lock = storage.lookAtLock(ApplicationLayout.LOCK);
  }

  /**
   * Plans a start.
   *
   * @param storage the application's directory; only read
   * @param application the name that the job would be started with; empty for the right one
   * @param nanos a clock for measuring
   * @param progress is told what is being read
   */
  public static StartPlan plan(
      Storage storage,
      Optional<String> application,
      LongSupplier nanos,
      Consumer<String> progress) {
    PlacedStates.refuse(storage, "planning a start");
    for (int look = 1; ; look++) {
      StartPlanner planner = new StartPlanner(storage, application, nanos, progress);
      StartPlan plan = planner.plan();
      // A live driver may delete what was just going to be read.
      boolean still = planner.lock.answer() == Answer.FREE || plan.recovery().isPresent();
      if (still || look == MAX_LOOKS) {
        return plan;
      }
    }
  }

  private StartPlan plan() {
    Optional<HoldfastException> refusal = Optional.empty();
    try {
      read();
    } catch (HoldfastException e) {
      refusal = Optional.of(e);
    }
    if (lock.answer() == Answer.HELD && admitted) {
      refusal = Optional.of(ApplicationLayout.inUse(lock.words(), null));
    }
    long epoch = epoch();
    return new StartPlan(
        storage.location(),
        identity,
        admitted,
        lock,
        leftovers(),
        epoch,
        EpochClaim.forgotten(storage, ApplicationLayout.EPOCHS, epoch),
        recovery,
        checkpointBytes(),
        outline,
        List.copyOf(states),
        unfinished(),
        time,
        refusal);
  }

  private void read() {
    identity = ApplicationIdentity.read(storage);
    identity.ifPresent(id -> application.ifPresent(name -> id.requireName(name, storage)));
    admitted = true;
    if (identity.isEmpty()) {
      return;
    }
    progress.accept(ApplicationLayout.CHECKPOINTS + " and " + ApplicationLayout.JOURNAL);
    long start = nanos.getAsLong();
    RecoveryPlan plan = RecoveryPlanner.preview(storage, identity.get());
    recovery = Optional.of(plan);
    outline = plan.checkpoint().map(StartPlanner::outline);
    for (String state : stateNames()) {
      states.add(state(plan, state));
    }
    time = Optional.of(measured(plan, nanos.getAsLong() - start));
  }

  private static GraphOutline outline(Checkpoint checkpoint) {
    try {
      return GraphOutline.parse(Sections.require(checkpoint, Sections.GRAPH_OUTLINE).text());
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new DamageException(
          "Checkpoint ("
              + checkpoint.id()
              + ") has an outline of the graph that says nothing, although its checksums are right."
              + " It was written by a faulty version: remove it, and an older one is used.",
          e);
    }
  }

  /** By the checkpoint; without one what is there. */
  private List<String> stateNames() {
    return outline
        .map(
            graph ->
                graph.lines().stream()
                    .filter(l -> l.id() > 0 && l.named() && !l.parents().equals(List.of(0)))
                    .map(GraphOutline.Line::name)
                    .toList())
        .orElseGet(
            () -> storage.list(ApplicationLayout.STATE).stream().map(FileStatus::name).toList());
  }

  private StateStart state(RecoveryPlan plan, String name) {
    String directory = ApplicationLayout.stateLog(name);
    progress.accept(directory);
    StateHistory history = new StateHistory(storage.location() + "/" + directory);
    LogScan scan = scan(directory, plan.positions().durableLsn(directory), history).requireSound();
    long version = plan.state().stateVersion(name);
    List<StateHistory.Part> parts = history.leadingTo(version, name);
    RecordVisitor again = history.reading(version, name, (entry, classes) -> {});
    LogScan unused = scan(directory, 0, again);
    return new StateStart(name, version, scan, parts, history.above(version));
  }

  private LogScan scan(String directory, long proven, RecordVisitor visitor) {
    return LogScanner.scan(
        storage,
        directory,
        ApplicationLayout.logId(identity.orElseThrow().id(), directory),
        proven,
        visitor);
  }

  private ReadingTime measured(RecoveryPlan plan, long firstNanos) {
    Map<LogScan, RecordVisitor> logs = new LinkedHashMap<>();
    BatchDelays delays = new BatchDelays(epochs(plan.journal()), intact());
    logs.put(plan.journal(), delays);
    plan.dataLogs().values().forEach(log -> logs.put(log, (segment, frame) -> {}));
    states.forEach(state -> logs.put(state.scan(), new StateHistory(state.scan().directory())));
    long bytes = checkpointBytes();
    for (LogScan log : logs.keySet()) {
      bytes += length(log) * (log.directory().startsWith(ApplicationLayout.STATE + "/") ? 2 : 1);
    }
    long again = 0;
    long start = nanos.getAsLong();
    for (Map.Entry<LogScan, RecordVisitor> log : logs.entrySet()) {
      long length = length(log.getKey());
      if (log.getValue() == delays || again + length <= READ_AGAIN_BYTES) {
        progress.accept(log.getKey().directory() + " once more, to measure");
        LogScan unused = scan(log.getKey().directory(), 0, log.getValue());
        again += length;
      }
    }
    return new ReadingTime(bytes, firstNanos, again, nanos.getAsLong() - start, delays.delays());
  }

  private static Map<Long, Long> epochs(LogScan journal) {
    return journal.segments().stream()
        .map(SegmentReport::header)
        .filter(Objects::nonNull)
        .collect(Collectors.toMap(SegmentHeader::sequence, SegmentHeader::epoch, Math::max));
  }

  private List<ContainerHeader> intact() {
    return new CheckpointInspector(storage)
        .directory(ApplicationLayout.CHECKPOINTS).checkpoints().stream()
            .filter(report -> report.verdict() == Verdict.INTACT)
            .map(ContainerReport::header)
            .flatMap(Optional::stream)
            .toList();
  }

  static long length(LogScan log) {
    return log.segments().stream().mapToLong(SegmentReport::lengthBytes).sum();
  }

  private long checkpointBytes() {
    return recovery
        .flatMap(RecoveryPlan::checkpoint)
        .flatMap(
            checkpoint ->
                storage.list(ApplicationLayout.CHECKPOINTS).stream()
                    .filter(file -> file.name().equals(checkpoint.id().fileName()))
                    .findFirst())
        .map(FileStatus::lengthBytes)
        .orElse(0L);
  }

  private long epoch() {
    long upcoming = EpochClaim.upcoming(storage, ApplicationLayout.EPOCHS);
    return recovery.map(plan -> plan.epochFrom(upcoming)).orElse(upcoming);
  }

  private List<String> leftovers() {
    List<String> found = new ArrayList<>(DurableFile.leftovers(storage, ""));
    recovery.ifPresent(
        plan -> {
          states.forEach(
              state -> found.addAll(DurableFile.leftovers(storage, state.scan().directory())));
          found.addAll(DurableFile.leftovers(storage, ApplicationLayout.JOURNAL));
          plan.dataLogs()
              .values()
              .forEach(log -> found.addAll(DurableFile.leftovers(storage, log.directory())));
        });
    return found;
  }

  private List<String> unfinished() {
    return identity
        .map(id -> new CheckpointStore(storage, ApplicationLayout.CHECKPOINTS, id.id()))
        .map(CheckpointStore::unfinished)
        .orElse(List.of());
  }
}
