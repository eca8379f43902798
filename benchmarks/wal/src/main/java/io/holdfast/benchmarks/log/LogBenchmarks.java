package io.holdfast.benchmarks.log;

import io.holdfast.benchmarks.log.ScanBenchmark.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks in rounds: every round has one short run of each, in a JVM of its own, those
 * that are compared right after each other, and the order turns from round to round. So a machine
 * that is slow for a while is slow for all of them.
 */
public final class LogBenchmarks {
  static final List<Integer> PAYLOAD_BYTES = List.of(1024, 102400);
  private static final List<Integer> WRITERS = List.of(1, 4, 16);
  private static final int SCANS = 3;

  private final Arguments arguments;
  private final Results results = new Results();
  private final Map<Integer, Long> logBytes = new HashMap<>();

  /**
   * What to run.
   *
   * @param seconds how long each run measures
   * @param logMebibytes how long the logs are that are read
   */
  private record Arguments(int rounds, int seconds, int logMebibytes, Pattern only) {}

  private LogBenchmarks(Arguments arguments) {
    this.arguments = arguments;
  }

  /**
   * Arguments, all there: rounds, seconds of each run, MiB of the logs that are read, regular
   * expression for what to run, file for the figures as JSON, file for the chart as SVG; either
   * file may be empty for none. Progress goes to the error stream, tables to the output.
   */
  public static void main(String[] args) throws IOException, RunnerException {
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
    return "%d rounds; each run in a JVM of its own: 1 s warm-up, %d s measured; reading: logs of %d MiB, page cache warm, best of %d passes after 1"
        .formatted(arguments.rounds, arguments.seconds, arguments.logMebibytes, SCANS);
  }

  private void run() throws IOException, RunnerException {
    List<List<Cell>> scenarios = scenarios();
    long cells = scenarios.stream().mapToLong(List::size).sum();
    if (cells == 0) {
      throw new IllegalArgumentException(
          "Nothing is called " + arguments.only + ". Names look like " + allCells().get(0).name());
    }
    for (int bytes : PAYLOAD_BYTES) {
      if (scenarios.stream()
          .flatMap(List::stream)
          .anyMatch(c -> c.read() && c.payloadBytes() == bytes)) {
        progress("writing the log of " + bytes / 1024 + " KB records that is read");
        logBytes.put(bytes, ScanBenchmark.write(bytes, (long) arguments.logMebibytes << 20));
      }
    }
    for (int round = 0; round < arguments.rounds; round++) {
      for (List<Cell> scenario : scenarios) {
        Collections.rotate(scenario, 1);
        for (Cell cell : scenario) {
          double value = cell.read() ? read(cell) : append(cell);
          results.add(cell, value);
          progress(
              "round %d of %d  %-34s %,12.0f %s"
                  .formatted(round + 1, arguments.rounds, cell.name(), value, cell.unit()));
        }
      }
    }
  }

  private List<List<Cell>> scenarios() {
    Map<String, List<Cell>> scenarios = new LinkedHashMap<>();
    for (Cell cell : allCells()) {
      if (arguments.only.matcher(cell.name()).find()) {
        scenarios.computeIfAbsent(cell.scenario(), s -> new ArrayList<>()).add(cell);
      }
    }
    return List.copyOf(scenarios.values());
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

  private double append(Cell cell) throws RunnerException {
    Engine engine =
        List.of(Engine.values()).stream()
            .filter(e -> e.label().equals(cell.subject()))
            .findFirst()
            .orElseThrow();
    ChainedOptionsBuilder options =
        options(AppendBenchmark.class, cell)
            .param("engine", engine.name())
            .threads(cell.writers())
            .warmupIterations(1)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(1)
            .measurementTime(TimeValue.seconds(arguments.seconds));
    return result(options).getPrimaryResult().getScore();
  }

  private double read(Cell cell) throws RunnerException {
    Reading reading =
        List.of(Reading.values()).stream()
            .filter(r -> r.label().equals(cell.subject()))
            .findFirst()
            .orElseThrow();
    ChainedOptionsBuilder options =
        options(ScanBenchmark.class, cell)
            .param("reading", reading.name())
            .warmupIterations(1)
            .measurementIterations(SCANS);
    double seconds = result(options).getPrimaryResult().getStatistics().getMin();
    return logBytes.get(cell.payloadBytes()) / seconds / 1e6;
  }

  private static ChainedOptionsBuilder options(Class<?> benchmark, Cell cell) {
    return new OptionsBuilder()
        .include("^" + Pattern.quote(benchmark.getName()) + "\\.")
        .param("payloadBytes", Integer.toString(cell.payloadBytes()))
        .forks(1)
        .jvmArgs(
            "-Xms1g",
            "-Xmx1g",
            "-XX:+UseParallelGC",
            "-D" + WorkDirectory.PROPERTY + "=" + WorkDirectory.path())
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
  }

  private static RunResult result(ChainedOptionsBuilder options) throws RunnerException {
    Collection<RunResult> results = new Runner(options.build()).run();
    return results.iterator().next();
  }

  private static void progress(String line) {
    System.err.println(line);
  }
}
