package io.holdfast.tools;

import io.holdfast.ExitCode;
import io.holdfast.tools.demo.Demo;
import io.holdfast.tools.demo.DemoOptions;
import io.holdfast.tools.demo.DemoReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code holdfast demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Kills a running job again and again and checks its output.",
    description = {
      "",
      "Counts words in a job that is killed with kill -9 at random times, also while it recovers,",
      "and checks that every word was counted exactly once, by the input alone.",
      "Exit code 0 if the output is exact, 1 if not."
    },
    footer = {
      "",
      "Examples:",
      "  holdfast demo --records 200000 --kills 3",
      "  holdfast demo --guarantee at-least-once    shows that the check can fail"
    })
final class DemoCommand implements Callable<Integer> {
  private static final long MAX_KILLS = 10_000;
  private static final long MIN_RECORDS_PER_KILL = 20;

  @Spec private CommandSpec spec;
  @Mixin private LoggingOptions logging;
  @Mixin private BatchOptions batches;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "Text to count, any file (default: the sources and documents of Holdfast).")
  private Optional<Path> input;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "1000000",
      converter = CountFlag.class,
      description = "Lines to send, the input repeated (default: ${DEFAULT-VALUE}).")
  private long records;

  @Option(
      names = "--kills",
      paramLabel = "K",
      defaultValue = "5",
      converter = CountFlag.class,
      description = "How many times to kill the job (default: ${DEFAULT-VALUE}).")
  private long kills;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Number that decides when the kills happen (default: a new one, shown).")
  private Long seed;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Directory for all files (default: a new one among the temporary files).")
  private Optional<Path> directory;

  @Option(
      names = "--json",
      description =
          "Print the result as one JSON object on standard output, and nothing else there.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    checkNumbers();
    StatusLine terminal = StatusLine.onStandardError();
    logging.apply(terminal);
    long chosenSeed = seed == null ? Math.floorMod(RealTime.nanos(), 1_000_000L) : seed;
    DemoOptions options =
        new DemoOptions(
            input,
            records,
            (int) kills,
            batches.interval(),
            chosenSeed,
            directory,
            batches.guarantee());
    Optional<Path> home = Optional.ofNullable(System.getProperty("holdfast.home")).map(Path::of);
    DemoReport report = new Demo(options, terminal).run(home);
    print(report, spec.commandLine().getOut());
    return (report.exact() ? ExitCode.OK : ExitCode.INEXACT).code();
  }

  private void checkNumbers() {
    if (records < 1) {
      throw wrong("--records " + records + ": at least 1 is needed");
    }
    if (kills > MAX_KILLS) {
      throw wrong("--kills " + kills + ": at most " + MAX_KILLS + " are possible");
    }
    if (records < kills * MIN_RECORDS_PER_KILL) {
      throw wrong(
          "--kills " + kills + " needs --records of at least " + kills * MIN_RECORDS_PER_KILL);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void print(DemoReport report, PrintWriter out) throws IOException {
    if (json) {
      out.println(report.json());
    } else {
      String launcher = System.getProperty("holdfast.launcher", "bin/holdfast");
      report.table(launcher).forEach(out::println);
    }
  }
}
