package io.holdfast.inspection.check;

import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.journal.DriverState;
import java.util.List;
import java.util.Optional;

/**
 * What an inspection of an application's directory has found.
 *
 * @param location the directory
 * @param identity empty if it cannot be read
 * @param epochs that are still on record, oldest first
 * @param checkpoints newest first
 * @param logs the journal first
 * @param state where a start would continue; empty if nothing there can be used
 * @param findings a verdict for each thing that was checked
 */
public record ApplicationReport(
    String location,
    Optional<ApplicationIdentity> identity,
    List<Long> epochs,
    List<CheckpointStatus> checkpoints,
    List<LogStatus> logs,
    Optional<DriverState> state,
    List<Finding> findings) {

  /** The checkpoint that a start would use. */
  public Optional<CheckpointStatus> start() {
    return checkpoints.stream().filter(CheckpointStatus::replayable).findFirst();
  }

  /** What a command ends with that has found this. */
  public ExitCode exitCode() {
    return Finding.worst(findings);
  }
}
