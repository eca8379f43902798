package io.holdfast.engine.recovery;

import io.holdfast.NotReplayableException;
import io.holdfast.checkpoint.Checkpoint;
import io.holdfast.checkpoint.CheckpointFindings;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.checkpoint.CheckpointStore;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.checkpointing.LogPositions;
import io.holdfast.engine.checkpointing.RetentionPolicy.Kept;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.JournalCodec;
import io.holdfast.engine.journal.JournalEvent;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScan.RecordVisitor;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Reads an application's directory and computes what a start has to do: newest intact checkpoint,
 * fold of the journal behind it, verdict on every log. Changes nothing; used once, by one thread.
 */
public final class RecoveryPlanner {
  private final Storage storage;
  private final ApplicationIdentity identity;
  private final CheckpointStore checkpoints;
  private final Scanner scanner;
  private final Map<String, Long> provenData = new HashMap<>();
  private long folded;
  private boolean gap;

  private RecoveryPlanner(Storage storage, ApplicationIdentity identity, Scanner scanner) {
    this.storage = storage;
    this.scanner = scanner;
    this.identity = identity;
    this.checkpoints = new CheckpointStore(storage, ApplicationLayout.CHECKPOINTS, identity.id());
  }

  /** Reads a log, as {@link LogScanner#scan} and {@link LogScanner#recover} do. */
  private interface Scanner {
    LogScan read(
        Storage storage, String directory, LogId id, long provenLsn, RecordVisitor visitor);
  }

  /**
   * Computes the plan of a start that has the lock: the files are taken away from whoever was
   * writing them, where the storage has such a thing.
   *
   * @throws io.holdfast.HoldfastException if anything that is needed is damaged, missing or foreign
   */
  public static RecoveryPlan plan(Storage storage, ApplicationIdentity identity) {
    return plan(storage, identity, (state, positions) -> {});
  }

  /**
   * The same.
   *
   * @param folded told when the journal was folded; the data logs, which are long, are read after
   *     it
   * @throws io.holdfast.HoldfastException if anything that is needed is damaged, missing or foreign
   */
  public static RecoveryPlan plan(Storage storage, ApplicationIdentity identity, Folded folded) {
    return new RecoveryPlanner(storage, identity, LogScanner::recover).plan(folded);
  }

  /** Told where the driver stood. */
  @FunctionalInterface
  public interface Folded {
    /**
     * The journal was folded.
     *
     * @param state of the driver; not to be changed, and only to be read during the call
     * @param positions proofs of the checkpoint
     */
    void folded(DriverState state, LogPositions positions);
  }

  /**
   * Computes what {@link #plan} would, for somebody who only looks: changes nothing and takes
   * nothing away from anybody, also on a storage that can only be read. Beside a live driver it is
   * a snapshot of files that change.
   *
   * @throws io.holdfast.HoldfastException that {@link #plan} would throw
   */
  public static RecoveryPlan preview(Storage storage, ApplicationIdentity identity) {
    return new RecoveryPlanner(storage, identity, LogScanner::scan).plan((state, positions) -> {});
  }

  private RecoveryPlan plan(Folded listener) {
    CheckpointFindings findings = checkpoints.newest();
    Checkpoint checkpoint = findings.checkpoint().orElse(null);
    LogPositions positions = checkpoint == null ? LogPositions.none() : LogPositions.of(checkpoint);
    DriverState state = checkpoint == null ? new DriverState() : stateOf(checkpoint);
    LogScan journal = foldJournal(state, positions);
    requireReplayable(journal, positions, findings);
    listener.folded(state, positions);
    return new RecoveryPlan(
        findings.checkpoint(),
        findings.passedOver(),
        kept(checkpoint),
        positions,
        journal,
        folded,
        state,
        scanDataLogs(state, positions));
  }

  private static DriverState stateOf(Checkpoint checkpoint) {
    String place = "section '" + Sections.PENDING_OUTLINE + "' of checkpoint " + checkpoint.id();
    return DriverState.decode(
        Sections.require(checkpoint, Sections.PENDING_OUTLINE).bytes(), place);
  }

  private LogScan foldJournal(DriverState state, LogPositions positions) {
    String location = storage.location() + "/" + ApplicationLayout.JOURNAL;
    return scanner
        .read(
            storage,
            ApplicationLayout.JOURNAL,
            ApplicationLayout.logId(identity.id(), ApplicationLayout.JOURNAL),
            positions.journalLsn(),
            (segment, frame) -> fold(state, positions.journalLsn(), frame, location))
        .requireSound();
  }

  private void fold(DriverState state, long after, Frame frame, String location) {
    JournalEvent event = JournalCodec.decode(frame.payload(), location + " LSN " + frame.lsn());
    if (event instanceof BlockAdded added) {
      proven(added.block());
    }
    // Behind missing records nothing fits; that they are missing is what has to be said.
    gap |= folded == 0 && frame.lsn() > after + 1;
    if (frame.lsn() > after && !gap) {
      state.apply(event);
      folded++;
    }
  }

  /** A block in the journal was durable in the data log before (F1 before F2). */
  private void proven(ReceivedBlock block) {
    block
        .inLog()
        .ifPresent(place -> provenData.merge(place.log(), place.handle().lsn(), Math::max));
  }

  private void requireReplayable(
      LogScan journal, LogPositions positions, CheckpointFindings findings) {
    if (journal.firstLsn() > positions.journalLsn() + 1) {
      throw new NotReplayableException(
          storage.location()
              + ": the journal begins at LSN "
              + journal.firstLsn()
              + ", but "
              + (findings.checkpoint().isPresent()
                  ? "checkpoint "
                      + findings.checkpoint().get().id()
                      + " needs it from LSN "
                      + (positions.journalLsn() + 1)
                  : "there is no intact checkpoint, so it is needed from LSN 1")
              + ". Restore the missing files from a copy."
              + (findings.passedOver().isEmpty()
                  ? ""
                  : " Checkpoints that are not intact:\n" + findings.report()));
    }
  }

  /**
   * Of older checkpoints only the names are known; nothing is released before newer ones have been
   * written.
   */
  private List<Kept> kept(Checkpoint newest) {
    List<Kept> kept = new ArrayList<>();
    for (CheckpointId id : checkpoints.list()) {
      if (newest != null && id.equals(newest.id())) {
        kept.add(new Kept(id, LogPositions.of(newest)));
      } else if (newest != null && id.compareTo(newest.id()) < 0) {
        kept.add(new Kept(id, LogPositions.none()));
      }
    }
    return kept;
  }

  private Map<String, LogScan> scanDataLogs(DriverState state, LogPositions positions) {
    Map<String, LogScan> scans = new TreeMap<>();
    Set<String> used = new TreeSet<>();
    Consumer<ReceivedBlock> look =
        block -> {
          proven(block);
          block.inLog().ifPresent(place -> used.add(place.log()));
        };
    state.trackers().values().forEach(tracker -> tracker.unallocated().forEach(look));
    state.pending().forEach(batch -> batch.allBlocks().forEach(look));
    Set<String> logs = new TreeSet<>(provenData.keySet());
    storage.list(ApplicationLayout.DATA).stream().map(FileStatus::name).forEach(logs::add);
    positions.dataLogs().forEach(logs::add);
    for (String log : logs) {
      String directory = ApplicationLayout.dataLog(log);
      long proven = Math.max(provenData.getOrDefault(log, 0L), positions.durableLsn(directory));
      boolean gone = !used.contains(log) && !positions.needs(directory) && isReleased(log);
      scans.put(log, scanDataLog(directory, gone ? 0 : proven));
    }
    return scans;
  }

  /**
   * Logs of processes of a cluster go as a whole when nobody needs anything of them; the journal
   * and the checkpoint may still name them.
   */
  private boolean isReleased(String log) {
    return ApplicationLayout.isOfExecutor(log)
        && storage.list(ApplicationLayout.dataLog(log)).stream()
            .noneMatch(file -> SegmentHeader.isSegmentName(file.name()));
  }

  private LogScan scanDataLog(String directory, long proven) {
    return scanner
        .read(
            storage,
            directory,
            ApplicationLayout.logId(identity.id(), directory),
            proven,
            (segment, frame) -> {})
        .requireSound();
  }
}
