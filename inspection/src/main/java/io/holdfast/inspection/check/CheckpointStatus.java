package io.holdfast.inspection.check;

import io.holdfast.Finding;
import io.holdfast.checkpoint.ContainerReport;

/**
 * A checkpoint of an application: what it is, and whether a start could use it.
 *
 * @param report on its file
 * @param replayable whether a start could begin with it
 * @param finding the verdict on it, by its own bytes and by the logs
 */
public record CheckpointStatus(ContainerReport report, boolean replayable, Finding finding) {

  /** The verdict on a checkpoint file by its own bytes alone. */
  public static Finding finding(ContainerReport report) {
    return CheckpointChecks.finding(report);
  }
}
