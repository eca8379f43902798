package io.holdfast.checkpoint;

import java.util.List;
import java.util.Optional;

/**
 * What lies in a directory of checkpoints.
 *
 * @param location the directory
 * @param checkpoints one report for each file under a checkpoint's name, newest first
 * @param temporaries names left by checkpoints that were never finished, or are being written now
 * @param others names of everything else
 */
public record DirectoryReport(
    String location,
    List<ContainerReport> checkpoints,
    List<String> temporaries,
    List<String> others) {

  public DirectoryReport {
    checkpoints = List.copyOf(checkpoints);
    temporaries = List.copyOf(temporaries);
    others = List.copyOf(others);
  }

  /** The newest intact checkpoint. */
  public Optional<ContainerReport> newestIntact() {
    return checkpoints.stream().filter(report -> report.verdict() == Verdict.INTACT).findFirst();
  }

  /** Whether every checkpoint is intact. */
  public boolean sound() {
    return checkpoints.stream().allMatch(report -> report.verdict() == Verdict.INTACT);
  }
}
