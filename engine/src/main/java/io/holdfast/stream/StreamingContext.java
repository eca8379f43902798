package io.holdfast.stream;

import io.holdfast.ConfigurationException;
import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.Checkpoint;
import io.holdfast.checkpoint.CheckpointStore;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.Assembly;
import io.holdfast.engine.Driver;
import io.holdfast.engine.EngineSettings;
import io.holdfast.engine.Events;
import io.holdfast.engine.checkpointing.GraphSections;
import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.graph.GraphBuilder;
import io.holdfast.engine.graph.InputFeed.Direct;
import io.holdfast.engine.graph.InputFeed.Received;
import io.holdfast.engine.graph.PathGuarantees;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.source.DirectSource;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.SocketTextSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * The way in: a job is defined on a context, started, and runs until it is stopped or fails. What
 * it has made durable is found again by the next context on the same directory.
 *
 * <p>Defined by one thread; after {@link #start} all methods may be called from any thread.
 */
public final class StreamingContext {
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(10);

  private final EngineSettings settings;
  private final boolean ownsScheduler;
  private final GraphBuilder graph;
  private final Events events = new Events();
  private final Assembly assembly;
  private Driver driver;

  private StreamingContext(StreamingConfig config, Assembly assembly) {
    this.settings = config.engineSettings();
    this.graph = new GraphBuilder(settings.batching().interval(), settings.formerNames());
    this.ownsScheduler = config.ownsScheduler();
    this.assembly = assembly;
  }

  /**
   * A context whose job is defined by code. On a directory that holds data of this application, the
   * data is attached to the names that the definition gives; nothing is read before {@link #start}.
   */
  public static StreamingContext getOrCreate(
      StreamingConfig config, Consumer<StreamingContext> definition) {
    return getOrCreate(config, definition, new Assembly());
  }

  /** The same with collaborators of the caller's choice; for tests of the engine. */
  public static StreamingContext getOrCreate(
      StreamingConfig config, Consumer<StreamingContext> definition, Assembly assembly) {
    StreamingContext context = new StreamingContext(config, assembly);
    definition.accept(context);
    return context;
  }

  /**
   * A context whose job, functions included, is restored from the newest checkpoint.
   *
   * @throws io.holdfast.DriftException if the code of a function is not what the checkpoint was
   *     made with
   * @throws io.holdfast.NotReplayableException if there is no checkpoint
   */
  public static StreamingContext recover(StreamingConfig config) {
    StreamingContext context = new StreamingContext(config, new Assembly());
    EngineSettings settings = context.settings;
    ApplicationIdentity identity =
        ApplicationIdentity.require(settings.storage())
            .requireName(settings.application(), settings.storage());
    Checkpoint checkpoint =
        new CheckpointStore(settings.storage(), ApplicationLayout.CHECKPOINTS, identity.id())
            .newest()
            .required();
    DStreamGraph restored =
        GraphSections.restore(checkpoint, Thread.currentThread().getContextClassLoader());
    context.graph.restore(restored);
    return context;
  }

  /** A stream of received records, protected by the write-ahead log. */
  public <T> DStream<T> receiverStream(String name, ReceiverSource<T> source) {
    return receiverStream(name, source, Protection.LOG);
  }

  /** The same with another protection, which may change from one start to the next. */
  public <T> DStream<T> receiverStream(
      String name, ReceiverSource<T> source, Protection protection) {
    Received feed = new Received(settings.sources().choose(name, source), protection);
    return new DStream<>(graph, graph.input(name, feed));
  }

  /**
   * A stream of records that stay in their source and are read from there when their batch runs,
   * and after a crash again: exactly-once without a copy in a log.
   */
  public <T> DStream<T> directStream(String name, DirectSource<T> source) {
    Direct feed = new Direct(settings.sources().chooseDirect(name, source));
    return new DStream<>(graph, graph.input(name, feed));
  }

  /** Lines of text from a server that is connected to; works with {@code nc -lk}. */
  public DStream<String> socketTextStream(String name, String host, int port) {
    return receiverStream(name, new SocketTextSource(host, port));
  }

  /** Time between batches. */
  public Duration batchInterval() {
    return settings.batching().interval();
  }

  /** The application's name. */
  public String applicationName() {
    return settings.application();
  }

  /**
   * Where the job stands: a snapshot that is taken on the driver's event loop, between its tasks.
   * When the job has ended, the status at its end. May be asked for at any time from any thread;
   * costs the loop microseconds and nobody any I/O.
   *
   * @return completes as soon as the loop comes to it. Actions that depend on it may run on the
   *     loop: they must be quick and must not block
   * @throws ConfigurationException if the context has not been started
   */
  public CompletableFuture<StreamingStatus> status() {
    return started().status();
  }

  /** Has a listener told what happens from now on; before {@link #start} for everything. */
  public void addListener(StreamingListener listener) {
    events.add(listener);
  }

  /**
   * A look at a state of the running job.
   *
   * @param name of an {@code updateStateByKey} or a {@code mapWithState}
   * @throws ConfigurationException if the job has none of that name, or has not been started
   */
  public <K, S> ValueState<K, S> state(String name, Class<K> keys, Class<S> values) {
    String durable = LookedAt.state(graph, name);
    return new ValueState<>(started().looks(), durable, keys, values);
  }

  /**
   * A look at the rows that the running job remembers.
   *
   * @param name of a {@code remember} or of a {@code window} of rows
   * @throws ConfigurationException if the job has none of that name, or has not been started
   */
  public <T> RememberedRows<T> remembered(String name, Class<T> rows) {
    String durable = LookedAt.rows(graph, name);
    return new RememberedRows<>(started().looks(), durable, rows);
  }

  /** The guarantee of each path from input to output with the reason, a line each. */
  public List<String> describe() {
    return PathGuarantees.describe(graph.current(), settings.guarantee());
  }

  /** What the job has defined so far; for tools that look at jobs. */
  public DStreamGraph definition() {
    return graph.current();
  }

  /**
   * All that the job defines, checked as {@link #start} checks it; nothing can be added afterwards.
   * For tools that look at jobs.
   *
   * @throws ConfigurationException if it has no output, or a renaming names nothing
   */
  public DStreamGraph fixedDefinition() {
    return graph.fix();
  }

  /**
   * Recovers what the directory holds and begins to run. Returns when the driver runs; what was
   * pending is done before anything new.
   *
   * @throws HoldfastException if something is in the way; the message names it and nothing runs
   */
  public synchronized void start() {
    if (driver != null) {
      throw new ConfigurationException(
          "The context has been started before. Make a new one to start again.");
    }
    DStreamGraph fixed = graph.fix();
    try {
      driver = Driver.start(settings, fixed, events, assembly);
    } catch (RuntimeException e) {
      endThreads();
      throw e;
    }
  }

  /**
   * Waits until the job has ended.
   *
   * @throws HoldfastException what has ended it, if it was a failure
   */
  public void awaitTermination() {
    try {
      started().termination().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof HoldfastException known ? known : unexpected(e.getCause());
    } finally {
      endThreads();
    }
  }

  /**
   * Runs the job as a batch: waits until its input is at its end and all of it is processed,
   * windows and time-outs included, and stops. The input is at its end when every receiver has read
   * what there is.
   *
   * @throws HoldfastException what has ended the job before, if it failed
   */
  public StopReport awaitDrained() {
    StopReport report = stopWhenDrainedAsync().join();
    awaitTermination();
    return report;
  }

  /** The same without waiting. */
  public CompletableFuture<StopReport> stopWhenDrainedAsync() {
    return started().stopWhenDrained(DRAIN_LIMIT);
  }

  /**
   * Stops gracefully when the process is told to end, by SIGTERM, SIGINT or {@code System.exit};
   * the process ends when that is done, or after {@code drainLimit}. A process that is killed loses
   * nothing either; stopping only shortens the next start.
   */
  @CompositionRoot("the process has one end")
  public void stopOnShutdown(Duration drainLimit) {
    Driver running = started();
    Thread stopping = new Thread(() -> running.stop(drainLimit).join(), "holdfast-shutdown");
    Runtime.getRuntime().addShutdownHook(stopping);
  }

  /** Completes when the job has ended; exceptionally if it failed. */
  public CompletableFuture<Void> termination() {
    return started().termination();
  }

  /**
   * Stops gracefully: nothing more is received, what was received is processed and checkpointed.
   * What is not done after {@code drainLimit} is left to the next start. Stopping twice is the same
   * as once.
   */
  public StopReport stop(Duration drainLimit) {
    try {
      return started().stop(drainLimit).join();
    } finally {
      endThreads();
    }
  }

  /** The same without waiting. */
  public CompletableFuture<StopReport> stopAsync(Duration drainLimit) {
    return started().stop(drainLimit);
  }

  private synchronized Driver started() {
    if (driver == null) {
      throw new ConfigurationException("The context has not been started.");
    }
    return driver;
  }

  private void endThreads() {
    if (ownsScheduler) {
      settings.scheduler().close();
    }
  }

  private static HoldfastException unexpected(Throwable cause) {
    return new HoldfastException(
        ExitCode.INTERNAL,
        "The engine ended because of an unexpected error: " + cause + ". All durable data is kept.",
        cause);
  }
}
