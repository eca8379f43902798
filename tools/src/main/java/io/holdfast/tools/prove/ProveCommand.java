package io.holdfast.tools.prove;

import io.holdfast.ConfigurationException;
import io.holdfast.inspection.job.JobClasses;
import io.holdfast.inspection.job.JobDefinition;
import io.holdfast.stream.StreamingJob;
import io.holdfast.testkit.job.SampleInput;
import io.holdfast.testkit.prove.ProofRequest;
import io.holdfast.testkit.prove.Prover;
import io.holdfast.testkit.report.Counterexample;
import io.holdfast.testkit.report.HtmlReport;
import io.holdfast.testkit.report.JUnitXmlReport;
import io.holdfast.testkit.report.JsonReport;
import io.holdfast.testkit.report.ProofReport;
import io.holdfast.testkit.report.TextReport;
import io.holdfast.tools.DurationFlag;
import io.holdfast.tools.Logging;
import io.holdfast.tools.RealTime;
import io.holdfast.tools.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code holdfast prove}. */
@Command(
    name = "prove",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Tries every crash of your own job on a sample of its input.",
      "",
      "A run without a crash traces every durable step. Then the job dies before, inside and after",
      "each of them, killed or with the machine, starts again, and has to come to the same output.",
      "All of it in simulated time on simulated storage; nothing outside is touched. With --mode",
      "process real processes are ended instead, with real threads on real files.",
      "The job is a class that implements io.holdfast.stream.StreamingJob."
    },
    footer = {
      "",
      "Ends with 0 exact within the scope that it names, 1 counterexample, 2 inconclusive or usage.",
      "",
      "Examples:",
      "  holdfast prove --job app.jar#com.acme.MyJob --input sample/ --html proof.html",
      "  holdfast prove --job io.holdfast.examples.mistakes.CounterTwice --input sample/",
      "  holdfast prove --job app.jar#com.acme.MyJob --input sample/ --mode process --points 60"
    })
public final class ProveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--job",
      required = true,
      paramLabel = "JAR#CLASS",
      description = "The job: app.jar#com.acme.MyJob, or a class of the examples.")
  private String job;

  @Option(
      names = "--class-path",
      paramLabel = "JAR",
      description = "Another jar that the job needs; may be given more than once.")
  private List<Path> classPath = List.of();

  @Option(
      names = "--input",
      paramLabel = "DIR",
      description = {
        "A sample: a file of lines for each stream, named after it. They take the place of the",
        "job's sources; keep a source with --own."
      })
  private Path input;

  @Option(
      names = "--own",
      paramLabel = "STREAM",
      description = "Lets a stream read from its own source; may be given more than once.")
  private List<String> own = List.of();

  @Option(
      names = "--files",
      paramLabel = "LOCATION=DIR",
      description = "Puts the files of a directory where the job's own source reads them.")
  private Map<String, Path> files = Map.of();

  @Option(
      names = "--then",
      paramLabel = "JAR",
      description = "Goes on with the same class from this jar after each crash: an upgrade.")
  private Path then;

  @Mixin private ModeOptions mode;

  @Mixin private CheckOptions checks;

  @Option(
      names = "--depth",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "1: every single crash; 2: a sample of recoveries is crashed as well (default: 1).")
  private int depth;

  @Option(
      names = "--budget",
      paramLabel = "DURATION",
      defaultValue = "10m",
      converter = DurationFlag.class,
      description = "How long it may take (default: ${DEFAULT-VALUE}).")
  private Duration budget;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides everything that is left open (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the report there as JSON.")
  private Path json;

  @Option(names = "--html", paramLabel = "FILE", description = "Draws the report there, a page.")
  private Path html;

  @Option(names = "--junit", paramLabel = "FILE", description = "Writes it there as JUnit XML.")
  private Path junit;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "Writes a JUnit test there that repeats a counterexample.")
  private Path test;

  @Override
  public Integer call() {
    if (depth < 1 || depth > 2) {
      throw new ParameterException(spec.commandLine(), "--depth " + depth + ": 1 or 2");
    }
    mode.check(test != null);
    for (Path file : new Path[] {json, html, junit, test}) {
      requireWritable(file);
    }
    // What recoveries say of the crashes is said a thousand times here, and is no news.
    Logging.errorsOnly();
    JobClasses classes = JobClasses.of(job, classPath);
    ProofRequest request =
        new ProofRequest(
            classes.className(),
            classes::job,
            upgrade(classes),
            records(classes),
            sampleFiles(),
            checks.of(classes),
            depth,
            budget,
            seed,
            command(),
            mode.processes(
                job, Optional.ofNullable(then).map(jar -> upgradeOf(classes)), classPath));
    ProofReport report =
        new Prover(
                request,
                () -> TimeUnit.NANOSECONDS.toMillis(RealTime.nanos()),
                line -> spec.commandLine().getErr().println("prove: " + line))
            .prove();
    write(report);
    mode.clean(report.verdict());
    return report.verdict().exitCode();
  }

  private Optional<Supplier<? extends StreamingJob>> upgrade(JobClasses classes) {
    if (then == null) {
      return Optional.empty();
    }
    JobClasses other = JobClasses.of(upgradeOf(classes), classPath);
    // Now, and not after the first crash, it is to be known whether there is such a class.
    StreamingJob unused = other.job();
    return Optional.of(other::job);
  }

  private String upgradeOf(JobClasses classes) {
    return then + "#" + classes.className();
  }

  private Map<String, List<String>> records(JobClasses classes) {
    List<String> streams = new ArrayList<>(JobDefinition.of(classes).streams());
    for (String stream : own) {
      if (!streams.remove(stream)) {
        throw new ParameterException(
            spec.commandLine(),
            "--own " + stream + ": the job has no such stream; it has " + streams);
      }
    }
    if (streams.isEmpty()) {
      return Map.of();
    }
    if (input == null) {
      throw new ParameterException(
          spec.commandLine(),
          "Missing --input: a directory with a file of lines for "
              + streams
              + ", or --own to keep a source");
    }
    return SampleInput.read(input, streams);
  }

  private Map<String, byte[]> sampleFiles() {
    Map<String, byte[]> contents = new TreeMap<>();
    files.forEach(
        (location, directory) -> contents.putAll(SampleInput.contents(directory, location)));
    return contents;
  }

  private void requireWritable(Path file) {
    if (file == null) {
      return;
    }
    Path parent = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || !Files.isDirectory(parent)) {
      throw new ParameterException(
          spec.commandLine(), file + ": a directory, or in one that does not exist");
    }
  }

  private void write(ProofReport report) {
    spec.commandLine()
        .getOut()
        .print(new TextReport(false, test == null ? "" : test.toString()).of(report));
    spec.commandLine().getOut().flush();
    write(json, JsonReport.of(report));
    write(html, HtmlReport.of(report));
    write(junit, JUnitXmlReport.of(report));
    report.counterexample().map(Counterexample::test).ifPresent(source -> write(test, source));
  }

  private static void write(Path file, String text) {
    if (file == null) {
      return;
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new ConfigurationException("The report cannot be written to " + file + ": " + e + ".");
    }
  }

  private String command() {
    return "holdfast " + String.join(" ", spec.commandLine().getParseResult().originalArgs());
  }
}
