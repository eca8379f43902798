package io.holdfast.inspection.check;

import io.holdfast.Finding;
import io.holdfast.checkpoint.ContainerReport;
import io.holdfast.inspection.Owner;
import io.holdfast.wal.storage.Storage;

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
}
