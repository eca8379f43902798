package io.holdfast.tools.inspect;

import io.holdfast.ConfigurationException;
import io.holdfast.inspection.Located;
import io.holdfast.inspection.Subject;
import io.holdfast.inspection.plan.PlanContents;
import io.holdfast.inspection.plan.StartPlan;
import io.holdfast.inspection.plan.StartPlanner;
import io.holdfast.tools.RealTime;
import io.holdfast.tools.Version;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Tells what a start of an application would do now, step by step, and how long reading takes.",
      "Only reads, takes no lock, and needs no class of the job: safe beside a running one."
    },
    footer = {
      "",
      "Ends with 0 if it would start, otherwise with what the start would end with: 2 not an",
      "application, 3 damaged, 4 newer format, 5 unreadable, 6 something missing, 9 a driver is",
      "running, 11 another application's.",
      "",
      "Examples:",
      "  holdfast plan app                      what comes next after a crash",
      "  holdfast plan app --name word-count    ... when a job of that name is started",
      "  holdfast plan app --json               an object a line"
    })
public final class PlanCommand implements Callable<Integer> {
  @Parameters(paramLabel = "APP", description = "An application's directory.")
  private String path;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The name of the application that would be started (default: the right one).")
  private String name;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Located at = Located.at(path);
    if (at.subject() != Subject.APPLICATION) {
      throw new ConfigurationException(
          path
              + " is not the directory of an application. Name the one that the job is started with.");
    }
    try (Printer printer = output.printer();
        Progress progress = new Progress(at.storage(), "")) {
      StartPlan plan =
          StartPlanner.plan(
              progress.storage(), Optional.ofNullable(name), RealTime::nanos, progress::at);
      PlanContents.of(plan, printer::print);
      return plan.exitCode().code();
    }
  }
}
