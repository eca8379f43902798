package io.holdfast.tools;

import io.holdfast.ExitCode;
import io.holdfast.examples.WordCount;
import io.holdfast.examples.WordTotal;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.Guarantee;
import io.holdfast.stream.Pair;
import io.holdfast.stream.PairDStream;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.wal.storage.Storages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code holdfast run word-count}. */
@Command(
    name = "word-count",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Counts words, per batch and in total, until it is stopped.",
      "SIGINT or SIGTERM stops it after the data it has; a second signal ends it at once.",
      "Start it again on the same --app, after a stop or a kill, and the totals go on."
    },
    footer = {
      "",
      "Example, with `nc -lk 9999` in another terminal:",
      "  holdfast run word-count --from socket://localhost:9999 --to counts --app app --print"
    })
final class WordCountCommand implements Callable<Integer> {
  private static final Duration STATUS_EVERY = Duration.ofSeconds(1);

  private static final int PRINTED_ROWS = 20;

  /**
   * The engine's name for what is printed; it owns nothing, so a start without --print may drop it.
   */
  private static final long MAX_ATTEMPTS = 1_000_000;

  @Spec private CommandSpec spec;
  @Mixin private LoggingOptions logging;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "INPUT",
      converter = InputAddress.Flag.class,
      description = "Where lines come from: " + InputAddress.Flag.FORMS + ".")
  private InputAddress from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description =
          "Directory for the counts, one directory of text files per batch; also hdfs://host/path.")
  private String to;

  @Option(
      names = "--app",
      required = true,
      paramLabel = "DIR",
      description = "Directory for the logs and checkpoints of this job; also hdfs://host/path.")
  private String app;

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      defaultValue = "100ms",
      converter = DurationFlag.class,
      description = "Time from batch to batch (default: ${DEFAULT-VALUE}).")
  private Duration interval;

  @Option(
      names = "--guarantee",
      paramLabel = "GUARANTEE",
      defaultValue = "exactly-once",
      converter = GuaranteeFlag.class,
      description = "exactly-once or at-least-once (default: ${DEFAULT-VALUE}).")
  private Guarantee guarantee;

  @Option(
      names = "--connect-attempts",
      paramLabel = "N",
      converter = CountFlag.class,
      description = "Give up when the input has failed N times in a row (default: never).")
  private Long connectAttempts;

  @Option(
      names = "--print",
      description = "Print the first counts of each batch on standard output.")
  private boolean print;

  @Option(names = "--end-with-parent", hidden = true, description = "End when standard input does.")
  private boolean endWithParent;

  @Override
  public Integer call() {
    if (endWithParent) {
      RealTime.endWithParent();
    }
    refuseNested();
    StatusLine terminal = StatusLine.onStandardError();
    logging.apply(terminal);
    StreamingContext context = StreamingContext.getOrCreate(config(), this::define);
    JobStatus status = new JobStatus(terminal, RealTime.nanos());
    context.addListener(status);
    context.describe().forEach(terminal::println);

    GracefulStop stop = new GracefulStop(context, terminal);
    Signals.onStop(stop::request);
    context.start();
    stop.started();
    if (!(print && terminal.terminal())) {
      // Counts and a line that is redrawn would fight for the same terminal.
      RealTime.daemon("holdfast-status", () -> showStatus(status, terminal));
    }
    try {
      context.awaitTermination();
      stop.report();
    } finally {
      terminal.clear();
    }
    return ExitCode.OK.code();
  }

  private StreamingConfig config() {
    StreamingConfig.Builder config =
        StreamingConfig.builder(WordCount.NAME, app).batchInterval(interval).guarantee(guarantee);
    if (connectAttempts != null) {
      config.maxReceiverAttempts(attempts(connectAttempts));
    }
    return WordCount.registerState(config).build();
  }

  private int attempts(long attempts) {
    if (attempts < 1 || attempts > MAX_ATTEMPTS) {
      throw new ParameterException(
          spec.commandLine(),
          "--connect-attempts " + attempts + ": 1 to " + MAX_ATTEMPTS + " are possible");
    }
    return (int) attempts;
  }

  private void define(StreamingContext context) {
    PairDStream<String, WordTotal> counts =
        WordCount.define(context, from.source(), TextFileSink.to(to));
    if (print) {
      counts.map(WordCountCommand::shown).print(PRINTED_ROWS);
    }
  }

  private static String shown(Pair<String, WordTotal> count) {
    return "(" + count.key() + "," + count.value().inBatch() + ")  total " + count.value().total();
  }

  private void refuseNested() {
    Path output = comparable(to);
    Path application = comparable(app);
    if (output.startsWith(application) || application.startsWith(output)) {
      throw new ParameterException(
          spec.commandLine(),
          "--to "
              + to
              + " and --app "
              + app
              + " lie within each other; name two directories apart");
    }
  }

  private static Path comparable(String location) {
    Path path = Path.of(location);
    return Storages.isRemote(location) ? path.normalize() : path.toAbsolutePath().normalize();
  }

  private static void showStatus(JobStatus status, StatusLine terminal) {
    while (true) {
      RealTime.pause(STATUS_EVERY);
      terminal.show(status.line(RealTime.nanos()));
    }
  }
}
