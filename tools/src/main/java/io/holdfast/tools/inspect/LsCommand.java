package io.holdfast.tools.inspect;

import io.holdfast.ConfigurationException;
import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Located;
import io.holdfast.inspection.check.ApplicationInspector;
import io.holdfast.inspection.check.ApplicationReport;
import io.holdfast.inspection.check.CheckpointStatus;
import io.holdfast.inspection.show.ApplicationContents;
import io.holdfast.inspection.show.Listing;
import io.holdfast.tools.Version;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.Storages;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holdfast ls}. */
@Command(
    name = "ls",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Lists an application on one screen: identity, epochs, logs, checkpoints, states, outputs,",
      "sizes, last batch, health. Of a directory of applications a line for each; of a log its",
      "segments, of checkpoints and outputs a line for each. Only reads, and takes no lock."
    },
    footer = {
      "",
      "Ends, for an application and for checkpoints, with 0 clean, 1 torn tail only, 3 damaged,",
      "4 newer format, 5 unreadable, 6 something missing, 11 foreign; with 2 for wrong usage.",
      "",
      "Examples:",
      "  holdfast ls app",
      "  holdfast ls /var/lib/jobs",
      "  holdfast ls hdfs://namenode/jobs/app/journal"
    })
public final class LsCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "PATH",
      description = "An application's directory, or one in or above it.")
  private String path;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    try (Printer printer = output.printer()) {
      return list(printer).code();
    }
  }

  private ExitCode list(Printer printer) {
    Located at;
    try {
      at = Located.at(path);
    } catch (ConfigurationException e) {
      // Nothing of Holdfast's by itself; but perhaps a place where applications are kept.
      if (Located.isDirectory(path)
          && Listing.applications(Storages.openReadOnly(path), "", printer::print) > 0) {
        return ExitCode.OK;
      }
      throw e;
    }
    return list(at, printer);
  }

  private static ExitCode list(Located at, Printer printer) {
    Storage storage = at.storage();
    switch (at.subject()) {
      case APPLICATION -> {
        return application(storage, printer);
      }
      case CHECKPOINTS -> {
        List<Finding> findings = CheckpointStatus.findings(storage, at.path());
        Listing.checkpoints(findings, printer::print);
        return Finding.worst(findings);
      }
      case LOG -> Listing.log(storage, at.path(), printer::print);
      case LOGS -> logs(at, printer);
      case OUTPUT -> Listing.output(storage, at.path(), printer::print);
      case SEGMENT, TAIL_MARK, CUT_BYTES ->
          Listing.log(storage, StoragePath.parent(at.path()), printer::print);
      case CHECKPOINT -> {
        return list(at.within(StoragePath.parent(at.path())), printer);
      }
      case BATCH -> Listing.output(storage, StoragePath.parent(at.path()), printer::print);
      case MANIFEST ->
          Listing.output(
              storage, StoragePath.parent(StoragePath.parent(at.path())), printer::print);
    }
    return ExitCode.OK;
  }

  private static ExitCode application(Storage storage, Printer printer) {
    try (Progress progress = new Progress(storage, "")) {
      ApplicationReport report = ApplicationInspector.inspect(progress.storage(), progress::at);
      ApplicationContents.of(storage, report).forEach(printer::print);
      return report.exitCode();
    }
  }

  private static void logs(Located at, Printer printer) {
    for (FileStatus entry : at.storage().list(at.path())) {
      if (entry.directory()) {
        String log = StoragePath.join(at.path(), entry.name());
        printer.print(Content.words(log));
        Listing.log(at.storage(), log, printer::print);
      }
    }
  }
}
