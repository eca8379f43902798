package io.holdfast.tools.inspect;

import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.checkpoint.CheckpointInspector;
import io.holdfast.checkpoint.ContainerReport;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Located;
import io.holdfast.inspection.LogKind;
import io.holdfast.inspection.check.ApplicationInspector;
import io.holdfast.inspection.check.ApplicationReport;
import io.holdfast.inspection.check.CheckpointStatus;
import io.holdfast.inspection.check.LogStatus;
import io.holdfast.inspection.show.ApplicationContents;
import io.holdfast.inspection.show.CheckpointContents;
import io.holdfast.inspection.show.FindingContents;
import io.holdfast.inspection.show.LogAdjuncts;
import io.holdfast.inspection.show.LogContents;
import io.holdfast.inspection.show.ManifestContents;
import io.holdfast.tools.Version;
import io.holdfast.wal.SegmentReport;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.StoragePath;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast dump}. */
@Command(
    name = "dump",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Shows what a log, a checkpoint, a manifest or a whole application holds, in order.",
      "Only reads, takes no lock, and needs no class of the job: safe beside a running one."
    },
    footer = {
      "",
      "Ends with 0 clean, 1 torn tail only, 2 usage, 3 damaged, 4 newer format, 5 unreadable,",
      "6 something missing, 11 foreign.",
      "",
      "Examples:",
      "  holdfast dump app                        the application on one screen",
      "  holdfast dump app/journal --limit 20     what its driver has done",
      "  holdfast dump app/data/lines --json      every block, an object a line"
    })
public final class DumpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      description = "A segment, checkpoint or manifest, a directory of them, or an application's.")
  private String path;

  @Mixin private OutputOptions output;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Show at most N frames of a log; all are judged (default: all).")
  private Long limit;

  @Override
  public Integer call() {
    if (limit != null && limit < 0) {
      throw new ParameterException(
          spec.commandLine(), "--limit " + limit + ": a number of frames is 0 or more");
    }
    try (Printer printer = output.printer()) {
      return dump(Located.at(path), printer).code();
    }
  }

  private ExitCode dump(Located at, Printer printer) {
    return switch (at.subject()) {
      case APPLICATION -> application(at, printer);
      case LOG -> log(at, at.path(), at.logKind(), printer);
      case LOGS -> logs(at, printer);
      case SEGMENT -> segment(at, printer);
      case TAIL_MARK -> adjunct(LogAdjuncts.tailMark(at.storage(), at.path()), printer);
      case CUT_BYTES -> adjunct(LogAdjuncts.cut(at.storage(), at.path()), printer);
      case CHECKPOINTS -> checkpoints(at, printer);
      case CHECKPOINT -> checkpoint(at, printer);
      case OUTPUT -> output(at, printer);
      case BATCH -> batch(at, at.path(), printer);
      case MANIFEST -> batch(at, StoragePath.parent(at.path()), printer);
    };
  }

  private ExitCode application(Located at, Printer printer) {
    try (Progress progress = new Progress()) {
      ApplicationReport report = ApplicationInspector.inspect(at.storage(), progress::at);
      ApplicationContents.of(at.storage(), report).forEach(printer::print);
      String shown = path;
      printer.print(
          Content.words(
              "\nlook into it with\n  holdfast dump "
                  + shown
                  + "/journal\n  holdfast dump "
                  + shown
                  + report
                      .start()
                      .map(c -> "/checkpoints/" + StoragePath.name(c.report().location()))
                      .orElse("/checkpoints")
                  + "\n  holdfast verify "
                  + shown));
      return report.exitCode();
    }
  }

  private ExitCode log(Located at, String directory, LogKind kind, Printer printer) {
    List<Finding> findings = new ArrayList<>();
    for (SegmentReport report :
        LogContents.log(at.storage(), directory, kind, frames(), printer::print)) {
      findings.add(LogStatus.finding(kind, report));
    }
    return Finding.worst(findings);
  }

  private ExitCode logs(Located at, Printer printer) {
    List<ExitCode> codes = new ArrayList<>();
    for (FileStatus entry : at.storage().list(at.path())) {
      if (entry.directory()) {
        String directory = StoragePath.join(at.path(), entry.name());
        LogKind kind = LogKind.of(at.storage().location() + "/" + directory);
        codes.add(log(at, directory, kind, printer));
      }
    }
    return Finding.worstOf(codes);
  }

  private static ExitCode adjunct(Content content, Printer printer) {
    printer.print(content);
    return ExitCode.OK;
  }

  private ExitCode segment(Located at, Printer printer) {
    return LogContents.segment(at.storage(), at.path(), at.logKind(), frames(), printer::print)
        .verdict()
        .exitCode();
  }

  private ExitCode checkpoints(Located at, Printer printer) {
    List<Finding> findings = new ArrayList<>();
    for (ContainerReport report :
        new CheckpointInspector(at.storage()).directory(at.path()).checkpoints()) {
      Finding finding = CheckpointStatus.finding(report);
      findings.add(finding);
      printer.print(FindingContents.of(finding, at.storage().location()));
    }
    return Finding.worst(findings);
  }

  private static ExitCode checkpoint(Located at, Printer printer) {
    CheckpointContents.Shown shown = CheckpointContents.of(at.storage(), at.path());
    shown.contents().forEach(printer::print);
    return CheckpointStatus.finding(shown.report()).exitCode();
  }

  private static ExitCode output(Located at, Printer printer) {
    List<ExitCode> codes = new ArrayList<>();
    for (FileStatus entry : at.storage().list(at.path())) {
      String directory = StoragePath.join(at.path(), entry.name());
      if (entry.directory() && at.storage().exists(directory + "/_manifest")) {
        codes.add(batch(at, directory, printer));
        printer.print(Content.words(""));
      }
    }
    return Finding.worstOf(codes);
  }

  private static ExitCode batch(Located at, String directory, Printer printer) {
    return ManifestContents.of(at.storage(), directory, printer::print).exitCode();
  }

  private long frames() {
    return limit == null ? Long.MAX_VALUE : limit;
  }
}
