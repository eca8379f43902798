package io.holdfast.tools.inspect;

import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.checkpoint.CheckpointInspector;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Located;
import io.holdfast.inspection.LogKind;
import io.holdfast.inspection.Owner;
import io.holdfast.inspection.check.ApplicationInspector;
import io.holdfast.inspection.check.CheckpointStatus;
import io.holdfast.inspection.check.LogStatus;
import io.holdfast.inspection.show.FindingContents;
import io.holdfast.inspection.show.LogAdjuncts;
import io.holdfast.sink.OutputInspector;
import io.holdfast.tools.Version;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.StoragePath;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holdfast verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Checks all files of an application, or one log, file or output.",
      "Checksums, chains and watermarks, and whether each checkpoint can be replayed from the logs",
      "that are there. Only reads and takes no lock: safe beside a running job."
    },
    footer = {
      "",
      "Ends with 0 clean, 1 torn tail only, 2 usage, 3 damaged, 4 newer format, 5 unreadable,",
      "6 something missing, 11 foreign. The worst decides: damage before gap before torn tail.",
      "",
      "Examples:",
      "  holdfast verify app              all of an application",
      "  holdfast verify app/data/lines   one log, with what the rest of the application proves",
      "  holdfast verify counts           every published batch against its manifest"
    })
public final class VerifyCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "PATH",
      description = "An application's directory, an output's, or a log or file in one.")
  private String path;

  @Mixin private OutputOptions output;

  private final List<Finding> findings = new ArrayList<>();

  @Override
  public Integer call() {
    findings.clear();
    Located at = Located.at(path);
    try (Printer printer = output.printer();
        Progress progress = new Progress(at.storage(), at.path())) {
      check(
          at.in(progress.storage()),
          progress,
          finding -> {
            findings.add(finding);
            printer.print(FindingContents.of(finding, at.storage().location()));
          });
      printer.print(summary());
    }
    return Finding.worst(findings).code();
  }

  private static void check(Located at, Progress progress, Report report) {
    switch (at.subject()) {
      case APPLICATION ->
          ApplicationInspector.inspect(at.storage(), progress::at)
              .findings()
              .forEach(report::found);
      case LOG, LOGS -> logs(at, progress, report);
      case SEGMENT ->
          report.found(
              LogStatus.finding(
                  at.logKind(),
                  LogInspector.segment(
                      at.storage(),
                      at.path(),
                      Owner.log(at.storage(), StoragePath.parent(at.path())),
                      frame -> {})));
      case TAIL_MARK ->
          report.found(adjunct("tail mark", at, LogAdjuncts.tailMark(at.storage(), at.path())));
      case CUT_BYTES ->
          report.found(adjunct("cut bytes", at, LogAdjuncts.cut(at.storage(), at.path())));
      case CHECKPOINTS -> CheckpointStatus.findings(at.storage(), at.path()).forEach(report::found);
      case CHECKPOINT ->
          report.found(
              CheckpointStatus.finding(
                  at.storage(), new CheckpointInspector(at.storage()).file(at.path())));
      case OUTPUT -> new OutputInspector(at.storage()).output(at.path(), report::found);
      case BATCH -> report.found(new OutputInspector(at.storage()).batch(at.path()));
      case MANIFEST ->
          report.found(new OutputInspector(at.storage()).batch(StoragePath.parent(at.path())));
    }
  }

  /** Nothing depends on it, so nothing can be wrong with it. */
  private static Finding adjunct(String subject, Located at, Content content) {
    List<String> lines = content.words().lines().map(String::strip).toList();
    String last = lines.get(lines.size() - 1);
    return Finding.ok(subject, at.storage().location() + "/" + at.path(), last);
  }

  /** Within an application the rest of it is evidence for what a log must hold. */
  private static void logs(Located at, Progress progress, Report report) {
    if (at.inApplication()) {
      String location = at.storage().location() + "/" + at.path();
      ApplicationInspector.inspect(
              at.storage(), log -> (log + "/").startsWith(at.path() + "/"), progress::at)
          .findings()
          .stream()
          .filter(finding -> (finding.location() + "/").startsWith(location + "/"))
          .forEach(report::found);
      return;
    }
    List<String> directories = new ArrayList<>(List.of(at.path()));
    for (FileStatus entry : at.storage().list(at.path())) {
      if (entry.directory()) {
        directories.add(StoragePath.join(at.path(), entry.name()));
      }
    }
    for (String directory : directories) {
      LogKind kind = LogKind.of(at.storage().location() + "/" + directory);
      LogInspector.log(at.storage(), directory, Owner.log(at.storage(), directory), 0)
          .segments()
          .forEach(segment -> report.found(LogStatus.finding(kind, segment)));
    }
  }

  private Content summary() {
    ExitCode worst = Finding.worst(findings);
    return FindingContents.summary(findings, worst);
  }

  /** Takes what was found, as it is found. */
  private interface Report {
    void found(Finding finding);
  }
}
