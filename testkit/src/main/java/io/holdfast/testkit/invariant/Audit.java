package io.holdfast.testkit.invariant;

import static io.holdfast.engine.ApplicationLayout.dataLog;
import static io.holdfast.engine.ApplicationLayout.logId;
import static io.holdfast.engine.ApplicationLayout.stateLog;

import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.journal.JournalCodec;
import io.holdfast.engine.journal.JournalEvent.Released;
import io.holdfast.engine.recovery.RecoveryPlan;
import io.holdfast.engine.recovery.RecoveryPlanner;
import io.holdfast.inspection.check.ApplicationInspector;
import io.holdfast.inspection.check.ApplicationReport;
import io.holdfast.testkit.traffic.World;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The costly invariants, by reading the disk: what is acknowledged would be found if the machine
 * stopped now, and the logs hold what any retained checkpoint needs.
 */
public final class Audit {
  private final String directory;
  private long acknowledged;

  /**
   * An audit of one run.
   *
   * @param directory of the application
   */
  public Audit(String directory) {
    this.directory = directory;
  }

  /** If anything was acknowledged since the last look: what of it would be lost, if anything. */
  public Optional<String> acknowledgedIsLogged(SimulatedDisk disk, World world) {
    if (world.acknowledged() == acknowledged) {
      return Optional.empty();
    }
    acknowledged = world.acknowledged();
    Storage found = disk.crash(CrashProfile.LOSE_ALL, 0).storage().directory(directory);
    ApplicationIdentity identity = ApplicationIdentity.require(found);
    RecoveryPlan plan = RecoveryPlanner.plan(found, identity);
    if (plan.checkpoint().isEmpty()) {
      return Optional.of("something is acknowledged before a checkpoint is durable (rule R13)");
    }
    var trackers = plan.state().trackers();
    return world.senders().entrySet().stream()
        .filter(sender -> sender.getValue().acknowledged() > 0)
        .filter(
            sender ->
                !trackers.containsKey(sender.getKey())
                    || sum(trackers.get(sender.getKey()).durableOffsets())
                        < sender.getValue().acknowledged())
        .map(
            sender ->
                "record "
                    + sender.getValue().acknowledged()
                    + " of stream '"
                    + sender.getKey()
                    + "' is acknowledged, but a stop of the machine would lose it")
        .findFirst();
  }

  /**
   * Looks at a deletion: is it of a checkpoint that is newer than one that stays, and what does a
   * retained checkpoint or log lack now, if anything.
   *
   * @param path that was deleted
   */
  public Optional<String> afterDeletion(SimulatedDisk disk, String path) {
    Optional<String> wrong = newerThanAnother(disk, path);
    return wrong.isPresent() ? wrong : everythingIsReplayable(disk);
  }

  private Optional<String> newerThanAnother(SimulatedDisk disk, String path) {
    String checkpoints = StoragePath.join(directory, ApplicationLayout.CHECKPOINTS);
    Optional<CheckpointId> deleted =
        CheckpointId.parse(StoragePath.name(path))
            .filter(id -> StoragePath.parent(path).equals(checkpoints));
    return deleted.flatMap(
        id ->
            disk.fork().storage().list(checkpoints).stream()
                .flatMap(file -> CheckpointId.parse(file.name()).stream())
                .filter(left -> left.compareTo(id) < 0)
                .findFirst()
                .map(left -> id + " was deleted, but the older " + left + " was kept"));
  }

  private Optional<String> everythingIsReplayable(SimulatedDisk disk) {
    try {
      Storage found = disk.fork().storage().directory(directory);
      if (!found.exists(ApplicationLayout.IDENTITY)) {
        return Optional.empty();
      }
      ApplicationReport report = ApplicationInspector.inspect(found, where -> {});
      // A torn tail of an earlier life is no fault: the start that is under way cuts it off.
      if (report.exitCode() == ExitCode.OK || report.exitCode() == ExitCode.INEXACT) {
        return deletedUnjournaled(disk);
      }
      return Optional.of(
          report.findings().stream()
              .filter(finding -> finding.exitCode() != ExitCode.OK)
              .map(Finding::toString)
              .collect(Collectors.joining("; ")));
    } catch (HoldfastException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * A log that begins later than the journal says it may was cut before that was durable (F8): the
   * newest release in the journal allows the most.
   */
  private Optional<String> deletedUnjournaled(SimulatedDisk disk) {
    Storage now = disk.fork().storage().directory(directory);
    UUID id = ApplicationIdentity.require(now).id();
    Storage found = disk.crash(CrashProfile.LOSE_ALL, 0).storage().directory(directory);
    Map<String, Long> allowed = new TreeMap<>();
    scan(found, id, ApplicationLayout.JOURNAL, frame -> noteRelease(frame, allowed));
    List<String> logs = new ArrayList<>(List.of(ApplicationLayout.JOURNAL));
    now.list(ApplicationLayout.DATA).forEach(log -> logs.add(dataLog(log.name())));
    now.list(ApplicationLayout.STATE).forEach(log -> logs.add(stateLog(log.name())));
    for (String log : logs) {
      long first = scan(now, id, log, frame -> {}).firstLsn();
      if (first > allowed.getOrDefault(log, 1L)) {
        return Optional.of(
            "log '" + log + "' was cut up to LSN " + first + " before the journal allows it (F8)");
      }
    }
    return Optional.empty();
  }

  private static void noteRelease(Frame frame, Map<String, Long> allowed) {
    if (JournalCodec.decode(frame.payload(), "the journal") instanceof Released released) {
      released.logs().forEach((log, from) -> allowed.merge(log, from, Math::max));
    }
  }

  private static LogScan scan(Storage found, UUID id, String log, Consumer<Frame> action) {
    return LogScanner.recover(
        found, log, logId(id, log), 0, (segment, frame) -> action.accept(frame));
  }

  private static long sum(Map<String, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }
}
