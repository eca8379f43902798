package io.holdfast.tools.inspect;

import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Located;
import io.holdfast.inspection.LogKind;
import io.holdfast.inspection.check.ApplicationInspector;
import io.holdfast.inspection.check.ApplicationReport;
import io.holdfast.inspection.check.CheckpointStatus;
import io.holdfast.inspection.show.ApplicationContents;
import io.holdfast.inspection.show.CheckpointContents;
import io.holdfast.inspection.show.Info;
import io.holdfast.inspection.show.LogAdjuncts;
import io.holdfast.inspection.show.ManifestContents;
import io.holdfast.tools.Version;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holdfast info}. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Says of one thing in a few lines what it is, how large, what it covers, and how it is:",
      "an application, a log, a segment, a checkpoint, an output, a batch."
    },
    footer = {
      "",
      "Ends with 0 clean, 1 torn tail only, 2 usage, 3 damaged, 4 newer format, 5 unreadable,",
      "6 something missing, 11 foreign.",
      "",
      "Examples:",
      "  holdfast info app",
      "  holdfast info app/journal",
      "  holdfast info app/checkpoints/checkpoint-0000000001-00000001700000000500.hfc"
    })
public final class InfoCommand implements Callable<Integer> {
  private static final Set<String> HEAD = Set.of("application", "verdict");

  @Parameters(paramLabel = "PATH", description = "A file or directory of Holdfast's.")
  private String path;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Located at = Located.at(path);
    try (Printer printer = output.printer()) {
      return info(at, printer).code();
    }
  }

  private static ExitCode info(Located at, Printer printer) {
    Storage storage = at.storage();
    return switch (at.subject()) {
      case APPLICATION -> application(storage, printer);
      case LOG -> Info.log(storage, at.path(), at.logKind(), printer::print);
      case LOGS -> logs(at, printer);
      case SEGMENT -> Info.segment(storage, at.path(), at.logKind(), printer::print);
      case TAIL_MARK -> adjunct(LogAdjuncts.tailMark(storage, at.path()), printer);
      case CUT_BYTES -> adjunct(LogAdjuncts.cut(storage, at.path()), printer);
      case CHECKPOINTS -> Info.checkpoints(storage, at.path(), printer::print);
      case CHECKPOINT -> {
        CheckpointContents.Shown shown = CheckpointContents.head(storage, at.path());
        shown.contents().forEach(printer::print);
        yield CheckpointStatus.finding(storage, shown.report()).exitCode();
      }
      case OUTPUT -> Info.output(storage, at.path(), printer::print);
      case BATCH -> ManifestContents.of(storage, at.path(), printer::print).exitCode();
      case MANIFEST ->
          ManifestContents.of(storage, StoragePath.parent(at.path()), printer::print).exitCode();
    };
  }

  private static ExitCode adjunct(Content content, Printer printer) {
    printer.print(content);
    return ExitCode.OK;
  }

  private static ExitCode application(Storage storage, Printer printer) {
    try (Progress progress = new Progress(storage, "")) {
      ApplicationReport report = ApplicationInspector.inspect(progress.storage(), progress::at);
      ApplicationContents.of(storage, report).stream()
          .filter(content -> HEAD.contains(content.type()))
          .forEach(printer::print);
      return report.exitCode();
    }
  }

  private static ExitCode logs(Located at, Printer printer) {
    List<ExitCode> codes = new ArrayList<>();
    for (FileStatus entry : at.storage().list(at.path())) {
      if (entry.directory()) {
        String log = StoragePath.join(at.path(), entry.name());
        LogKind kind = LogKind.of(at.storage().location() + "/" + log);
        codes.add(Info.log(at.storage(), log, kind, printer::print));
      }
    }
    return Finding.worstOf(codes);
  }
}
