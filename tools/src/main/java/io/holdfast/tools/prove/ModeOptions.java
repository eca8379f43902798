package io.holdfast.tools.prove;

import io.holdfast.ConfigurationException;
import io.holdfast.testkit.prove.PointChoice;
import io.holdfast.testkit.prove.ProcessCrash;
import io.holdfast.testkit.prove.ProcessSettings;
import io.holdfast.testkit.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.file.PathUtils;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags that say whether lives are simulated or processes, and how many of these die. */
final class ModeOptions {
  private static final String SIMULATED = "simulated";
  private static final String PROCESS = "process";

  /** Threads take turns as they like: the same number need not be the same step the next time. */
  private static final int TIMES = 5;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = SIMULATED,
      description =
          "simulated: every crash, in simulated time on simulated storage; process: real processes"
              + " with real threads on real files, a second or more for a crash"
              + " (default: ${DEFAULT-VALUE}).")
  private String mode;

  @Option(
      names = "--points",
      paramLabel = "N",
      description =
          "With --mode process: tries N of the crash points, a sample chosen by the seed and"
              + " spread over the components of the job and their steps (default: all).")
  private Integer points;

  @Option(
      names = "--point",
      paramLabel = "CRASH",
      description =
          "With --mode process: tries only this crash, five times; as a counterexample names it:"
              + " 141:before:kill, 141:after:stop, F6:inside:1:kill.")
  private String point;

  private Path directory;

  /**
   * Checks the flags.
   *
   * @param test whether a JUnit test is asked for
   */
  void check(boolean test) {
    if (!mode.equals(SIMULATED) && !mode.equals(PROCESS)) {
      throw refused("--mode " + mode + ": simulated or process");
    }
    if (points != null && points < 1) {
      throw refused("--points " + points + ": at least 1");
    }
    if (point != null) {
      try {
        ProcessCrash unused = ProcessCrash.parse(point);
      } catch (ConfigurationException e) {
        throw refused("--point " + e.getMessage());
      }
    }
    boolean simulated = mode.equals(SIMULATED);
    if (simulated && points != null) {
      throw refused(
          "--points " + points + " is for --mode process; the simulation tries every point");
    }
    if (simulated && point != null) {
      throw refused(
          "--point " + point + " is for --mode process; the simulation tries every point");
    }
    if (!simulated && test) {
      throw refused(
          "--test is for --mode simulated: a crash of a real process cannot be repeated exactly");
    }
  }

  private ParameterException refused(String why) {
    return new ParameterException(spec.commandLine(), why);
  }

  /**
   * How processes are run; empty for simulation.
   *
   * @throws ConfigurationException if there is no room for their files
   */
  Optional<ProcessSettings> processes(String job, Optional<String> then, List<Path> classPath) {
    if (mode.equals(SIMULATED)) {
      return Optional.empty();
    }
    try {
      directory = Files.createTempDirectory("holdfast-prove-");
    } catch (IOException e) {
      throw new ConfigurationException(
          "No directory can be made for the files of the processes: " + e + ".", e);
    }
    return Optional.of(ProcessSettings.of(job, then, classPath, choice(), directory));
  }

  private PointChoice choice() {
    if (point != null) {
      return PointChoice.only(Collections.nCopies(TIMES, ProcessCrash.parse(point)));
    }
    return points == null ? PointChoice.all() : PointChoice.sample(points);
  }

  /** Deletes the files of processes that nobody needs to look at. */
  void clean(Verdict verdict) {
    if (directory == null) {
      return;
    }
    if (verdict != Verdict.EXACT) {
      spec.commandLine().getErr().println("prove: files are kept in " + directory);
      return;
    }
    try {
      PathUtils.deleteDirectory(directory);
    } catch (IOException e) {
      throw new ConfigurationException("The files in " + directory + " cannot be deleted: " + e, e);
    }
  }
}
