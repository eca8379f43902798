package io.holdfast.benchmarks.kernels;

import io.holdfast.benchmarks.load.Host;
import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Version;

/** Measures the kernels, each in JVMs of its own, and judges what they allocate. */
public final class Kernels {
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final int WARM_UPS = 5;
  private static final int ITERATIONS = 5;

  private Kernels() {}

  /**
   * Arguments: how many JVMs for each kernel, and a regular expression for what to run. Prints a
   * table. Exit codes: 0 if all are within their budgets; 1 if one is not; 2 if nothing is called
   * like that.
   */
  @CompositionRoot("a command ends with an exit code")
  public static void main(String[] args) throws IOException, RunnerException {
    int forks = Integer.parseInt(args[0]);
    List<Kernel> chosen;
    try {
      chosen = chosen(args[1]);
    } catch (IllegalArgumentException e) {
      System.err.println("benchmarks/kernels: " + e.getMessage());
      System.exit(2);
      return;
    }
    List<Measured> all = new ArrayList<>();
    for (Kernel kernel : chosen) {
      System.err.println("measuring: " + kernel.label());
      all.add(measured(kernel, new Runner(options(kernel, forks)).run().iterator().next()));
    }
    System.out.printf(
        Locale.ROOT,
        "%nJMH %s, %d JVMs each, in them %d s of warm-up and %d times 1 s; one thread%n",
        Version.getPlainVersion(),
        forks,
        WARM_UPS,
        ITERATIONS);
    Host.facts(Path.of("."))
        .forEach((name, value) -> System.out.printf("  %-12s %s%n", name, value));
    System.out.print("\n" + Measured.table(all));
    System.exit(all.stream().allMatch(Measured::withinBudget) ? 0 : 1);
  }

  /**
   * Those whose labels have a match.
   *
   * @throws IllegalArgumentException if there is none, or it is no regular expression
   */
  static List<Kernel> chosen(String regex) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("'" + regex + "' is no regular expression", e);
    }
    List<Kernel> chosen =
        Arrays.stream(Kernel.values())
            .filter(kernel -> pattern.matcher(kernel.label()).find())
            .toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing is called '"
              + regex
              + "'. There are: "
              + String.join(", ", Arrays.stream(Kernel.values()).map(Kernel::label).toList()));
    }
    return chosen;
  }

  private static Options options(Kernel kernel, int forks) {
    return new OptionsBuilder()
        .include("^" + Pattern.quote(kernel.benchmark()) + "$")
        .mode(Mode.AverageTime)
        .timeUnit(TimeUnit.NANOSECONDS)
        .forks(forks)
        .warmupIterations(WARM_UPS)
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(ITERATIONS)
        .measurementTime(TimeValue.seconds(1))
        .jvmArgs("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC")
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .build();
  }

  private static Measured measured(Kernel kernel, RunResult result) {
    return new Measured(
        kernel,
        result.getPrimaryResult().getScore(),
        result.getPrimaryResult().getScoreError(),
        result.getSecondaryResults().get(ALLOCATED).getScore());
  }
}
