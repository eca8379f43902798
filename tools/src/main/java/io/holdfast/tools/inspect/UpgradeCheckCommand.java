package io.holdfast.tools.inspect;

import io.holdfast.ConfigurationException;
import io.holdfast.ExitCode;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Located;
import io.holdfast.inspection.Subject;
import io.holdfast.inspection.job.JobClasses;
import io.holdfast.inspection.rehearsal.Rehearsal.Code;
import io.holdfast.inspection.rehearsal.RehearsalContents;
import io.holdfast.inspection.rehearsal.RehearsalReport;
import io.holdfast.inspection.upgrade.UpgradeCheck;
import io.holdfast.inspection.upgrade.UpgradeContents;
import io.holdfast.inspection.upgrade.UpgradeReport;
import io.holdfast.tools.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast upgrade-check}. */
@Command(
    name = "upgrade-check",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Says what a start with new code would find, before anything is started.",
      "",
      "Compares the job with the newest checkpoint and the logs of the states: names, kinds, classes,",
      "partitions, the code of functions. Reads every value of the states by the job's classes. Only",
      "reads and takes no lock: safe beside a running job.",
      "With --rehearse it also runs the new code on a copy and compares what comes out.",
      "The job is a class that implements io.holdfast.stream.StreamingJob."
    },
    footer = {
      "",
      "Ends with 0 a start would go on, 7 it would be refused (with --strict also: functions have",
      "other code) or the rehearsal shows a difference, 2 usage, or the job cannot be made or",
      "defined, 3 damaged, 4 newer format, 5 unreadable, 6 not replayable, 11 of another application.",
      "",
      "Examples:",
      "  holdfast upgrade-check --job new.jar#com.acme.MyJob app",
      "  holdfast upgrade-check --job new.jar#com.acme.MyJob --class-path lib.jar --json app",
      "  holdfast upgrade-check --job new.jar#com.acme.MyJob --rehearse --batches 20 app",
      "  holdfast upgrade-check --job new.jar#a.Job --rehearse --old old.jar#a.Job app"
    })
public final class UpgradeCheckCommand implements Callable<Integer> {
  @Option(
      names = "--job",
      required = true,
      paramLabel = "JAR#CLASS",
      description = "The new code: new.jar#com.acme.MyJob, or a class of the examples.")
  private String job;

  @Option(
      names = "--class-path",
      paramLabel = "JAR",
      description = "Another jar that the job needs; may be given more than once.")
  private List<Path> classPath = List.of();

  @Option(
      names = "--strict",
      description = "Counts other code of functions as drift, as StreamingContext.recover does.")
  private boolean strict;

  @Parameters(paramLabel = "APP", description = "The application's directory: a path or a URI.")
  private String app;

  @Mixin private RehearsalOptions rehearsal;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    boolean wanted = rehearsal.wanted();
    Located at = Located.at(app);
    if (at.subject() != Subject.APPLICATION) {
      throw new ConfigurationException(
          app + " is not an application's directory. Name the one that the job is started with.");
    }
    Code now = RehearsalOptions.code(JobClasses.of(job, classPath));
    Optional<Code> old = rehearsal.oldCode(classPath);
    try (Printer printer = output.printer();
        Progress progress = new Progress()) {
      UpgradeReport report = UpgradeCheck.of(at.storage(), now.definition(), progress::at);
      UpgradeContents.of(report, job, strict, printer::print);
      if (wanted && report.refused()) {
        printer.print(Content.words("\nNothing was rehearsed: a start would be refused."));
      } else if (wanted) {
        RehearsalReport rehearsed = rehearsal.run(at.storage(), now, old, progress::at);
        RehearsalContents.of(rehearsed, printer::print);
        ExitCode code = rehearsed.exitCode();
        return (code == ExitCode.OK ? report.exitCode(strict) : code).code();
      }
      return report.exitCode(strict).code();
    }
  }
}
