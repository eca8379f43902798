package io.holdfast.inspection.check;

import io.holdfast.Finding;
import io.holdfast.checkpoint.CheckpointInspector;
import io.holdfast.checkpoint.ContainerReport;
import io.holdfast.inspection.Owner;
import io.holdfast.wal.storage.Storage;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A checkpoint of an application: what it is, and whether a start could use it.
 *
 * @param report on its file
 * @param replayable whether a start could begin with it
 * @param finding the verdict on it, by its own bytes and by the logs
 */
public record CheckpointStatus(ContainerReport report, boolean replayable, Finding finding) {

  /**
   * The verdict on a checkpoint file by its own bytes alone.
   *
   * @param storage that it lies in; if that is an application's, it has to be of that application
   */
  public static Finding finding(Storage storage, ContainerReport report) {
    return CheckpointChecks.finding(report, Owner.application(storage));
  }

  /**
   * The verdicts, as {@link #finding} gives them, on all checkpoints in a directory, newest first.
   */
  public static List<Finding> findings(Storage storage, String directory) {
    Optional<UUID> application = Owner.application(storage);
    return new CheckpointInspector(storage)
        .directory(directory).checkpoints().stream()
            .map(report -> CheckpointChecks.finding(report, application))
            .toList();
  }
}
