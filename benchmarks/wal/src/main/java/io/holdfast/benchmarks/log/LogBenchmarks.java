package io.holdfast.benchmarks.log;

import static java.util.stream.Collectors.joining;

import io.holdfast.benchmarks.log.ScanBenchmark.Reading;
import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks in rounds. In a round each scenario is one run in a JVM of its own, in which
 * those that are compared take {@link Turns}. Spark's logs have a run to themselves: what they do
 * not force the system writes out later, in somebody else's turn.
 */
public final class LogBenchmarks {
  static final List<Integer> PAYLOAD_BYTES = List.of(1024, 102400);
  private static final List<Integer> WRITERS = List.of(1, 4, 16);
  private static final int TURNS_A_SECOND = 4;
  private static final int WARM_UP_TURNS = 4;

  private final Arguments arguments;
  private final Results results = new Results();
  private final Map<Integer, Long> logBytes = new HashMap<>();

  /**
   * What to run.
   *
   * @param seconds how long everything is measured in each round
   * @param logMebibytes how long the logs are that are read
   */
  private record Arguments(int rounds, int seconds, int logMebibytes, Pattern only) {}

  private LogBenchmarks(Arguments arguments) {
    this.arguments = arguments;
  }

  /**
   * Arguments, all there: rounds, seconds of each in a round, MiB of the logs that are read,
   * regular expression for what to run, file for the figures as JSON, file for the chart as SVG;
   * either file may be empty for none. Progress goes to the error stream, tables to the output.
   */
  @CompositionRoot("a command ends with an exit code")
  public static void main(String[] args) throws IOException, RunnerException {
    try {
      measure(args);
    } catch (IllegalArgumentException e) {
      progress("benchmarks/log: %s", e.getMessage());
      System.exit(2);
    }
  }

  private static void measure(String[] args) throws IOException, RunnerException {
    Arguments arguments =
        new Arguments(
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Pattern.compile(args[3]));
    LogBenchmarks benchmarks = new LogBenchmarks(arguments);
    benchmarks.run();
    Machine machine = Machine.here(WorkDirectory.path());
    System.out.print(Report.of(benchmarks.results, machine, benchmarks.method()));
    if (!args[4].isEmpty()) {
      ResultFile.write(Path.of(args[4]), benchmarks.results, machine, benchmarks.method());
    }
    if (!args[5].isEmpty()) {
      Files.writeString(
          Path.of(args[5]), RatioChart.of(benchmarks.results), StandardCharsets.UTF_8);
    }
  }

  private String method() {
    return String.format(
        Locale.ROOT,
        "%d rounds, a JVM for each scenario; in it turns of %d ms each, after 1 s of warm-up %d s in"
            + " all; reading: logs of %d MiB, page cache warm",
        arguments.rounds,
        1000 / TURNS_A_SECOND,
        arguments.seconds,
        arguments.logMebibytes);
  }

  private void run() throws IOException, RunnerException {
    Collection<List<Cell>> runs = runs();
    if (runs.isEmpty()) {
      throw new IllegalArgumentException(
          "Nothing is called " + arguments.only + ". Names look like " + allCells().get(0).name());
    }
    for (int bytes : PAYLOAD_BYTES) {
      if (runs.stream().anyMatch(run -> run.get(0).read() && run.get(0).payloadBytes() == bytes)) {
        progress("writing the log of %d KB records that is read", bytes / 1024);
        logBytes.put(bytes, ScanBenchmark.write(bytes, (long) arguments.logMebibytes << 20));
      }
    }
    for (int round = 1; round <= arguments.rounds; round++) {
      for (List<Cell> contenders : runs) {
        run(contenders);
        for (Cell cell : contenders) {
          List<Double> values = results.values(cell);
          int turns = values.size() / round;
          Spread latest = Spread.of(values.subList(values.size() - turns, values.size()));
          progress(
              "round %d of %d  %-34s %,12.0f %s",
              round, arguments.rounds, cell.name(), latest.median(), cell.unit());
        }
      }
    }
  }

  /** What runs together, and is compared. */
  private Collection<List<Cell>> runs() {
    Map<String, List<Cell>> runs = new LinkedHashMap<>();
    for (Cell cell : allCells()) {
      if (arguments.only.matcher(cell.name()).find()) {
        boolean forced = cell.read() || Engine.valueOf(cell.constant()).forces();
        runs.computeIfAbsent(cell.scenario() + forced, s -> new ArrayList<>()).add(cell);
      }
    }
    return runs.values();
  }

  private static List<Cell> allCells() {
    List<Cell> cells = new ArrayList<>();
    for (int bytes : PAYLOAD_BYTES) {
      for (int writers : WRITERS) {
        for (Engine engine : Engine.values()) {
          cells.add(Cell.append(bytes, writers, engine));
        }
      }
    }
    for (int bytes : PAYLOAD_BYTES) {
      for (Reading reading : Reading.values()) {
        cells.add(Cell.read(bytes, reading));
      }
    }
    return cells;
  }

  /** Runs them in turn in one JVM and keeps what each turn gave. */
  private void run(List<Cell> contenders) throws RunnerException {
    Cell first = contenders.get(0);
    int turns = arguments.seconds * TURNS_A_SECOND;
    String names = contenders.stream().map(Cell::constant).collect(joining(Turns.SEPARATOR));
    ChainedOptionsBuilder options =
        options(first.read() ? ScanBenchmark.class : AppendBenchmark.class)
            .param(first.read() ? "readings" : "engines", names)
            .param("payloadBytes", Integer.toString(first.payloadBytes()));
    if (first.read()) {
      // One pass takes as long as it takes.
      options.warmupIterations(contenders.size()).measurementIterations(contenders.size() * turns);
    } else {
      options
          .threads(first.writers())
          .warmupIterations(contenders.size() * WARM_UP_TURNS)
          .warmupTime(TimeValue.milliseconds(1000 / TURNS_A_SECOND))
          .measurementIterations(contenders.size() * turns)
          .measurementTime(TimeValue.milliseconds(1000 / TURNS_A_SECOND));
    }
    RunResult result = new Runner(options.build()).run().iterator().next();
    BenchmarkResult fork = result.getBenchmarkResults().iterator().next();
    // The warm-up is a whole number of turns, but not of rotations.
    int iteration = first.read() ? contenders.size() : contenders.size() * WARM_UP_TURNS;
    for (IterationResult measured : fork.getIterationResults()) {
      Cell cell = contenders.get(Turns.whoseTurn(iteration++, contenders.size()));
      double score = measured.getPrimaryResult().getScore();
      results.add(cell, cell.read() ? logBytes.get(cell.payloadBytes()) / score / 1e6 : score);
    }
  }

  private static ChainedOptionsBuilder options(Class<?> benchmark) {
    return new OptionsBuilder()
        .include("^" + Pattern.quote(benchmark.getName()) + "\\.")
        .forks(1)
        .jvmArgs(
            "-Xms1g",
            "-Xmx1g",
            "-XX:+UseParallelGC",
            "-D" + WorkDirectory.PROPERTY + "=" + WorkDirectory.path())
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
  }

  private static void progress(String format, Object... values) {
    System.err.println(String.format(Locale.ROOT, format, values));
  }
}
