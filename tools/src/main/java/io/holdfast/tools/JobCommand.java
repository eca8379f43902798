package io.holdfast.tools;

import io.holdfast.ExitCode;
import io.holdfast.engine.cluster.ClusterProvider;
import io.holdfast.engine.cluster.ClusterProvider.Jvm;
import io.holdfast.sink.BatchSink;
import io.holdfast.stream.DStream;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.tools.OutputAddress.Directory;
import io.holdfast.wal.storage.Storages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all jobs that come with Holdfast have in common on the command line. */
abstract class JobCommand implements Callable<Integer> {
  /** How each of them ends, for its description. */
  static final String STOPS =
      "SIGINT or SIGTERM stops it after the data it has; a second signal ends it at once.";

  /** How each of them begins again, for its description. */
  static final String GOES_ON =
      "Start it again on the same --app, after a stop or a kill, and it goes on where it was.";

  static final String END_WITH_PARENT = "--end-with-parent";

  private static final Duration STATUS_EVERY = Duration.ofSeconds(1);

  private static final int PRINTED_ROWS = 20;
  private static final long MAX_ATTEMPTS = 1_000_000;

  @Spec private CommandSpec spec;
  @Mixin private LoggingOptions logging;
  @Mixin private BatchOptions batches;
  @Mixin private ConnectorOptions connectors;
  @Mixin private BackendOptions backend;

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
      paramLabel = "OUTPUT",
      converter = OutputAddress.Flag.class,
      description = "Where rows go: " + OutputAddress.Flag.FORMS + ".")
  private OutputAddress to;

  @Option(
      names = "--app",
      required = true,
      paramLabel = "DIR",
      description = "Directory for the logs and checkpoints of this job; also hdfs://host/path.")
  private String app;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "Name of the application, where several run the same job on one database or Kafka"
              + " (default: the name of the job).")
  private String name;

  @Option(
      names = "--connect-attempts",
      paramLabel = "N",
      converter = CountFlag.class,
      description = "Give up when the input has failed N times in a row (default: never).")
  private Long connectAttempts;

  @Option(names = "--print", description = "Print the first rows of each batch on standard output.")
  private boolean print;

  @Option(
      names = "--until-drained",
      description =
          "End when the input is at its end and everything that follows from it is written,"
              + " windows and time-outs included.")
  private boolean untilDrained;

  @Option(names = END_WITH_PARENT, hidden = true, description = "End when standard input does.")
  private boolean endWithParent;

  @Override
  public Integer call() {
    if (endWithParent) {
      RealTime.endWithParent();
    }
    refuseNested();
    Optional<ClusterProvider> cluster = backend.provider();
    if (cluster.isPresent()) {
      return onCluster(cluster.get());
    }
    return runs(config().build());
  }

  /** In this JVM if it will do, else in another one. */
  private int onCluster(ClusterProvider provider) {
    if (to instanceof Directory directory) {
      requireRemote("--to", directory.location());
    }
    requireRemote("--app", app);
    Optional<Jvm> jvm = provider.jvm();
    if (jvm.isPresent()) {
      return ClusterProcess.run(
          jvm.get(), spec.root().commandLine().getParseResult().originalArgs());
    }
    try (ClusterProvider.Connection connection =
        provider.connect(backend.url(), name == null ? application() : name, backend.settings())) {
      return runs(config().backend(connection.cluster()).build());
    }
  }

  private void requireRemote(String flag, String location) {
    if (!Storages.isRemote(location)) {
      throw refused(
          flag
              + " "
              + location
              + " is a directory of this machine, and the executors of "
              + backend.url()
              + " need not be on it; name one that all of them reach, such as hdfs://host/path");
    }
  }

  private int runs(StreamingConfig config) {
    StatusLine terminal = StatusLine.onStandardError();
    logging.apply(terminal);
    StreamingContext context = StreamingContext.getOrCreate(config, this::define);
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
      if (untilDrained) {
        terminal.println(GracefulStop.words(context.awaitDrained()));
      } else {
        context.awaitTermination();
      }
      stop.report();
    } finally {
      terminal.clear();
    }
    return ExitCode.OK.code();
  }

  private StreamingConfig.Builder config() {
    StreamingConfig.Builder config =
        StreamingConfig.builder(name == null ? application() : name, app)
            .batchInterval(batches.interval())
            .guarantee(batches.guarantee());
    if (connectAttempts != null) {
      config.maxReceiverAttempts(attempts(connectAttempts));
    }
    configure(config);
    return config;
  }

  /** Name of the application. */
  abstract String application();

  /** Settings that the job needs. */
  void configure(StreamingConfig.Builder config) {}

  /** Name of the input that {@code --from} names. */
  abstract String input();

  /**
   * Defines the job.
   *
   * @param lines of {@link #input}
   * @return what {@code --print} prints
   */
  abstract DStream<?> define(StreamingContext context, DStream<String> lines, Sinks sinks);

  /** Where an output goes. */
  @FunctionalInterface
  interface Sinks {
    /** The sink for an output whose rows are of this form. */
    BatchSink<Object> of(RowForm form);
  }

  /** The flags about databases and Kafka. */
  final ConnectorOptions connectors() {
    return connectors;
  }

  /** Refuses a combination of flags. */
  final ParameterException refused(String why) {
    return new ParameterException(spec.commandLine(), why);
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
    DStream<?> rows =
        define(
            context, from.stream(context, input(), connectors), form -> to.sink(form, connectors));
    if (print) {
      rows.print(PRINTED_ROWS);
    }
  }

  private void refuseNested() {
    if (!(to instanceof Directory directory)) {
      return;
    }
    Path output = comparable(directory.location());
    Path application = comparable(app);
    if (output.startsWith(application) || application.startsWith(output)) {
      throw new ParameterException(
          spec.commandLine(),
          "--to "
              + directory.location()
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
