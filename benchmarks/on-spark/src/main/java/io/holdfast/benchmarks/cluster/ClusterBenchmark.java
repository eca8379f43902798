package io.holdfast.benchmarks.cluster;

import io.holdfast.benchmarks.load.Host;
import io.holdfast.benchmarks.load.Load;
import io.holdfast.runtime.CompositionRoot;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Starts HDFS and a cluster of Spark and measures on them, every driver in a process of its own, in
 * rounds, each beginning with another one. See {@code benchmarks/cluster --help}.
 */
@CompositionRoot("starts and watches real processes")
public final class ClusterBenchmark {
  private static final String PEER = "io.holdfast.benchmarks.peers.spark.ClusterJobs";
  private static final String ALL = "overhead,throughput,scaling,units";

  /** What Spark's own launcher opens. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private final List<String> arguments;
  private final Path work;
  private final Servers servers;
  private final Figures figures = new Figures();
  private int turns;

  private ClusterBenchmark(List<String> arguments, Path work, Servers servers) {
    this.arguments = arguments;
    this.work = work;
    this.servers = servers;
  }

  /** Measures what the arguments say. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Load load = Load.parse(args);
    Path root = Path.of(load.text("root", ".")).toAbsolutePath().normalize();
    Path work = Path.of(load.text("work", "")).toAbsolutePath();
    Set<String> wanted = Set.of(load.text("measure", ALL).split(",", -1));
    long rounds = load.number("rounds", 5);
    try (Servers servers = Servers.start(root, work)) {
      ClusterBenchmark benchmark = new ClusterBenchmark(List.of(args), work, servers);
      if (wanted.contains("overhead")) {
        benchmark.holdfast("overhead", OverheadDriver.class);
      }
      for (int round = 0; round < rounds; round++) {
        if (wanted.contains("throughput")) {
          benchmark.throughput(round);
        }
        if (wanted.contains("scaling")) {
          benchmark.scaling(round);
        }
        if (wanted.contains("units")) {
          benchmark.units();
        }
      }
      benchmark.report(load.text("out", ""));
    }
  }

  private void throughput(int round) throws IOException, InterruptedException {
    List<String> engines = List.of("holdfast", "map", "update");
    for (int i = 0; i < engines.size(); i++) {
      String engine = engines.get((round + i) % engines.size());
      if (engine.equals("holdfast")) {
        holdfast("throughput.holdfast", StreamDriver.class);
      } else {
        run(
            "throughput.dstreams_" + engine,
            servers.peerClassPath(),
            PEER,
            "--state",
            engine,
            "--class-path",
            String.join(File.pathSeparator, servers.peerJars()));
      }
    }
  }

  /** Each executor has a receiver, and a core for batches. */
  private void scaling(int round) throws IOException, InterruptedException {
    List<String> counts = List.of("1", "2", "4");
    for (int i = 0; i < counts.size(); i++) {
      String count = counts.get((round + i) % counts.size());
      holdfast(
          "scaling.executors_" + count,
          StreamDriver.class,
          "--executors",
          count,
          "--sources",
          count,
          "--parallelism",
          count);
    }
  }

  /** With few partitions and with many, and so few lines that there is a batch in each interval. */
  private void units() throws IOException, InterruptedException {
    for (String partitions : List.of("2", "32")) {
      holdfast(
          "units_" + partitions,
          StreamDriver.class,
          "--units",
          "yes",
          "--outstanding",
          "100000",
          "--parallelism",
          partitions);
    }
  }

  private void holdfast(String group, Class<?> main, String... more)
      throws IOException, InterruptedException {
    run(group, servers.holdfastClassPath(), main.getName(), more);
  }

  /** Runs a driver to its end; its figures go under the name of the group. */
  private void run(String group, String classPath, String main, String... more)
      throws IOException, InterruptedException {
    Path own = Files.createDirectories(work.resolve("turn-" + ++turns));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:+IgnoreUnrecognizedVMOptions"));
    OPENED.forEach(opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    command.addAll(List.of("--master", servers.spark().url()));
    command.addAll(List.of("--at", servers.hdfs().uri() + "/turn-" + turns));
    command.addAll(List.of("--web", servers.hdfs().webUri()));
    command.addAll(List.of("--dir", own.toString()));
    command.addAll(List.of(more));
    Path log = own.resolve("driver.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(own.toFile())
            .redirectError(Redirect.to(log.toFile()));
    builder.environment().putAll(servers.spark().environment());
    Process process = builder.start();
    Thread killing = new Thread(process::destroyForcibly, "kill-driver");
    Runtime.getRuntime().addShutdownHook(killing);
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        System.err.println(group + ": " + line);
        figures.take(group, line);
      }
    }
    int code = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(killing);
    if (code != 0) {
      throw new IOException(group + " has failed with exit code " + code + "; see " + log);
    }
    // Its executors end behind it.
    TimeUnit.SECONDS.sleep(2);
  }

  private void report(String out) throws IOException {
    for (String size : List.of("small", "large")) {
      String of = "overhead." + size + "_";
      for (String bare : List.of("bare", "tuned")) {
        for (String batch : List.of("state", "plain")) {
          figures.ratio(
              size + " batch " + batch + " / " + bare,
              of + batch + "_p50_ms",
              of + bare + "_p50_ms",
              "goal at most 1.2");
        }
      }
    }
    String holdfast = "throughput.holdfast.lines_per_second";
    for (String state : List.of("map", "update")) {
      figures.ratio(
          "lines a second / DStreams " + state,
          holdfast,
          "throughput.dstreams_" + state + ".lines_per_second",
          "goal at least 2");
    }
    String one = "scaling.executors_1.lines_per_second";
    for (String count : List.of("2", "4")) {
      figures.ratio(
          count + " executors / 1", "scaling.executors_" + count + ".lines_per_second", one, "");
    }
    System.out.print(figures.table());
    if (!out.isEmpty()) {
      Map<String, String> host = Host.facts(work);
      Files.writeString(Path.of(out), figures.json(host), StandardCharsets.UTF_8);
    }
  }
}
