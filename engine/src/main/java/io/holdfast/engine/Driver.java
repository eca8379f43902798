package io.holdfast.engine;

import io.holdfast.HoldfastException;
import io.holdfast.engine.DriverStatus.Watched;
import io.holdfast.engine.batch.BatchLoop;
import io.holdfast.engine.batch.BatchLoop.LoopRules;
import io.holdfast.engine.batch.BatchRun.RunParts;
import io.holdfast.engine.batch.Failures;
import io.holdfast.engine.batch.JobGenerator;
import io.holdfast.engine.batch.Lanes;
import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.graph.GraphNode.InputNode;
import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.Journal;
import io.holdfast.engine.journal.JournalEvent.BlocksLost;
import io.holdfast.engine.journal.JournalEvent.EpochStarted;
import io.holdfast.engine.journal.JournalEvent.Loss;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.receiver.ReceiverTracker;
import io.holdfast.engine.recovery.CommittedBatches;
import io.holdfast.engine.state.States;
import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.stream.Guarantee;
import io.holdfast.stream.StopReport;
import io.holdfast.stream.StreamingStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * One life of an application: wires the parts, starts them in the order of recovery, and ends them,
 * by {@link #stop} or by the first failure. Everything after the start runs on the driver's
 * executor.
 */
public final class Driver {
  private static final Duration LAZY_COMPLETION = Duration.ofSeconds(1);

  private final Startup startup;
  private final EngineSettings settings;
  private final Scheduler scheduler;
  private final DriverWatch watch;
  private final Lanes lanes;
  private final DriverState state;
  private final CommittedBatches committed;
  private final States states;
  private final DriverLogs logs;
  private final DriverInputs inputs;
  private final Journal journal;
  private final ReceiverTracker receivers;
  private final DriverCheckpoints checkpoints;
  private final BatchLoop batches;
  private final CompletableFuture<Void> termination = new CompletableFuture<>();
  private final CompletableFuture<StopReport> stopped = new CompletableFuture<>();
  private final StateLooks looks;
  private final DriverBackend backend;
  private long processedRecords;
  private boolean draining;
  private boolean ended;

  private Driver(Startup startup, Events listeners, Assembly assembly, long startNanos) {
    this.startup = startup;
    this.settings = startup.settings();
    this.scheduler = settings.scheduler();
    this.lanes = startup.lanes();
    this.state = startup.plan().state();
    this.committed = startup.committed();
    DriverStatus status = new DriverStatus(startup, lanes.driver(), committed, startNanos);
    this.watch = new DriverWatch(startup, listeners, lanes.driver(), committed, status);
    StartedLogs started = new StartedLogs(startup, assembly.fence(startup.claim()));
    this.logs = started.all(startup.graph(), committed, assembly);
    this.states = logs.states();
    this.backend = new DriverBackend(startup);
    this.inputs =
        new DriverInputs(startup, committed, logs.data(), lanes.driver(), watch, backend.session());
    this.looks = new StateLooks(startup.graph(), states, lanes.driver());
    this.journal = assembly.journal(logs.journal(), state, lanes.driver(), this::end);
    this.receivers = assembly.receiverTracker(journal, this::blockAdded);
    this.checkpoints =
        new DriverCheckpoints(startup, logs, journal, watch, this::end, lanes, assembly);
    this.batches = batchLoop(assembly);
    ReceiverEvents events = new ReceiverEvents(lanes.driver(), receivers, watch, this::end);
    startup
        .graph()
        .inputs()
        .forEach(input -> receivers.add(input.name(), inputs.supervisor(input, events)));
  }

  /**
   * Starts a driver: recovers what is in the directory, writes the genesis checkpoint of the new
   * epoch, and begins to receive and to run batches.
   *
   * @throws HoldfastException if something is in the way; then nothing runs
   */
  public static Driver start(
      EngineSettings settings, DStreamGraph graph, Events events, Assembly assembly) {
    long startNanos = settings.scheduler().nanoTime();
    Startup startup = Startup.begin(settings, graph, assembly);
    try {
      Driver driver = new Driver(startup, events, assembly, startNanos);
      driver.checkpoints.genesis();
      driver.watch.status().opened(new Watched(driver.logs, driver.states, driver.receivers));
      settings
          .scheduler()
          .onFailure((executor, error) -> driver.lanes.driver().execute(() -> driver.end(error)));
      driver.lanes.driver().execute(driver::run);
      return driver;
    } catch (RuntimeException e) {
      startup.close();
      throw e;
    }
  }

  /** Completes when the driver has ended; exceptionally with the failure that ended it. */
  public CompletableFuture<Void> termination() {
    return termination;
  }

  /** Answers questions about states. */
  public StateLooks looks() {
    return looks;
  }

  /** Where it stands; completes on the driver's executor. Any thread. */
  public CompletableFuture<StreamingStatus> status() {
    return watch.status().ask();
  }

  public long epoch() {
    return startup.claim().epoch();
  }

  /**
   * Stops in the order of the data: receivers, blocks, last batch, checkpoint, logs. What is not
   * done after {@code drainLimit} is left to the next start, which loses nothing.
   */
  public CompletableFuture<StopReport> stop(Duration drainLimit) {
    lanes.driver().execute(() -> drain(drainLimit));
    return stopped;
  }

  /**
   * Stops in the same way when the input is at its end and everything that follows from it is done,
   * windows and time-outs included.
   */
  public CompletableFuture<StopReport> stopWhenDrained(Duration drainLimit) {
    SerialExecutor driver = lanes.driver();
    BooleanSupplier atEnd = () -> receivers.caughtUp() && receivers.drained();
    driver.execute(
        () -> driver.onOutcome(batches.windUp(atEnd), (done, error) -> drain(drainLimit)));
    return stopped;
  }

  private void drain(Duration drainLimit) {
    if (ended || draining) {
      return;
    }
    draining = true;
    receivers.stop();
    CompletableFuture<Void> drained = batches.drain(receivers::drained);
    scheduler.schedule(drainLimit, lanes.driver(), () -> drained.complete(null));
    CompletableFuture<Void> sealed =
        drained
            .thenRunAsync(startup::flush, lanes.commit())
            .thenComposeAsync(done -> checkpoints.idle(), lanes.driver())
            .thenComposeAsync(done -> logs.seal(), lanes.driver());
    lanes.driver().onOutcome(sealed, (done, error) -> end(error));
  }

  private void run() {
    watch.recovering();
    EpochStarted started =
        new EpochStarted(epoch(), scheduler.currentTimeMillis(), settings.owner());
    List<Loss> losses = state.newLosses(epoch(), committed.committedOutputs().keySet());
    // No source is spoken to before this epoch is known to be the newest, durably.
    journal.record(started, losses.isEmpty() ? this::begin : () -> {});
    batches.complete(committed);
    if (losses.isEmpty()) {
      batches.recover(committed);
    } else {
      // Nothing runs without the lost blocks before it is durable that they are lost.
      journal.record(
          new BlocksLost(epoch(), losses),
          () -> {
            watch.lost(losses);
            batches.recover(committed.asIn(state));
            begin();
          });
    }
  }

  private void begin() {
    receivers.start();
    batches.start();
    watch.started();
  }

  private void blockAdded(ReceivedBlock block) {
    logs.stored(block);
    watch.blockAdded(block);
    batches.wake();
  }

  private void end(Throwable failure) {
    if (ended) {
      return;
    }
    ended = true;
    looks.end();
    Throwable cause =
        Ending.of(
            failure,
            batches::halt,
            receivers::stop,
            backend::leave,
            inputs::close,
            logs::close,
            backend::close,
            startup::close);
    Throwable explained = cause == null ? null : startup.explain(cause);
    StopReport report = report();
    watch.ended(report, explained);
    stopped.complete(report);
    if (explained == null) {
      termination.complete(null);
    } else {
      termination.completeExceptionally(explained);
    }
  }

  private StopReport report() {
    long stored = receivers.storedRecords();
    return new StopReport(
        receivers.receivedRecords(), stored, processedRecords, state.recordsLeft());
  }

  private BatchLoop batchLoop(Assembly assembly) {
    EngineSettings.Batching batching = settings.batching();
    RunParts parts =
        new RunParts(
            startup.graph(),
            backend.backend(),
            states,
            startup.outputs(),
            inputs::splits,
            lanes,
            batching.concurrentOutputs(),
            new Failures(
                settings.failures(),
                startup.quarantine(),
                settings.receivers(),
                scheduler,
                new FailureEvents(watch.events())),
            watch);
    Set<String> streams =
        startup.graph().inputs().stream().map(InputNode::name).collect(Collectors.toSet());
    JobGenerator generator = assembly.jobGenerator(streams, batching.interval());
    Duration delay =
        settings.guarantee() == Guarantee.EXACTLY_ONCE ? Duration.ZERO : LAZY_COMPLETION;
    LoopRules rules = new LoopRules(batching.interval(), batching.maxBatchBytes(), delay, epoch());
    return new BatchLoop(parts, journal, state, generator, scheduler, rules, new BatchEnds());
  }

  /** Batches that have ended, as the loop reports them. */
  private final class BatchEnds implements BatchLoop.Ends {
    @Override
    public void completed(Allocation batch, Duration schedulingDelay, Duration processingDelay) {
      processedRecords += batch.records();
      inputs.completed(batch);
      receivers.processed(batch, processingDelay, schedulingDelay);
      checkpoints.request();
      watch.completed(batch, schedulingDelay, processingDelay);
    }

    @Override
    public void failed(Throwable error) {
      end(error);
    }
  }
}
