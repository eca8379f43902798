package io.holdfast.testkit.invariant;

import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.HoldfastException;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.inspection.ApplicationInspector;
import io.holdfast.engine.inspection.ApplicationReport;
import io.holdfast.engine.recovery.RecoveryPlanner;
import io.holdfast.testkit.traffic.World;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.Map;
import java.util.Optional;
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
    var trackers = RecoveryPlanner.plan(found, identity).state().trackers();
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

  /** What a retained checkpoint or log lacks, if anything. */
  public Optional<String> everythingIsReplayable(SimulatedDisk disk) {
    try {
      Storage found = disk.fork().storage().directory(directory);
      if (!found.exists(ApplicationLayout.IDENTITY)) {
        return Optional.empty();
      }
      ApplicationReport report = ApplicationInspector.inspect(found, where -> {});
      if (report.exitCode() == ExitCode.OK) {
        return Optional.empty();
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

  private static long sum(Map<String, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }
}
