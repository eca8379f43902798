package io.holdfast.checkpoint;

import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reports on checkpoint files for people and tools: which application's they are makes no
 * difference, no class of a job is loaded, nothing is written, and no content of a file makes it
 * throw. Judges by the same scan as recovery, so the two never disagree. Safe on a directory that
 * is in use, and for use by many threads.
 */
public final class CheckpointInspector {
  private final Storage storage;

  public CheckpointInspector(Storage storage) {
    this.storage = storage;
  }

  /**
   * Reports on one file under any name.
   *
   * @throws StorageException if it cannot be opened or read
   */
  public ContainerReport file(String path) {
    try (StorageReader file = storage.open(path)) {
      ContainerReport report = ContainerReport.of(ContainerScan.of(file));
      return report.verdict() == Verdict.INTACT ? checkName(report, path) : report;
    }
  }

  /** Reports on a directory; a file that cannot be read is {@link Verdict#UNREADABLE}. */
  public DirectoryReport directory(String directory) {
    List<CheckpointId> ids = new ArrayList<>();
    List<String> temporaries = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (FileStatus entry : storage.list(directory)) {
      Optional<CheckpointId> id =
          entry.directory() ? Optional.empty() : CheckpointId.parse(entry.name());
      if (id.isPresent()) {
        ids.add(id.get());
      } else if (CheckpointId.isTemporaryName(entry.name())) {
        temporaries.add(entry.name());
      } else {
        others.add(entry.name());
      }
    }
    String prefix = directory.isEmpty() ? "" : directory + "/";
    List<ContainerReport> reports =
        ids.stream()
            .sorted(Comparator.reverseOrder())
            .map(id -> readable(prefix + id.fileName()))
            .toList();
    return new DirectoryReport(
        storage.directory(directory).location(), reports, temporaries, others);
  }

  private ContainerReport readable(String path) {
    try {
      return file(path);
    } catch (StorageException e) {
      ContainerProblem problem =
          new ContainerProblem(Verdict.UNREADABLE, "whole file", 0, e.getMessage());
      return new ContainerReport(
          CheckpointStore.join(storage.location(), path),
          0,
          Verdict.UNREADABLE,
          List.of(problem),
          Optional.empty(),
          Optional.empty(),
          List.of());
    }
  }

  private static ContainerReport checkName(ContainerReport report, String path) {
    CheckpointId found = report.header().orElseThrow().id();
    return CheckpointId.parse(path.substring(path.lastIndexOf('/') + 1))
        .filter(named -> !named.equals(found))
        .map(
            named ->
                report.but(
                    new ContainerProblem(
                        Verdict.MISNAMED,
                        "header",
                        40,
                        "holds (" + found + "), its name says (" + named + ")")))
        .orElse(report);
  }
}
