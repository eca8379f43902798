package io.holdfast.testkit.scenario;

import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.stream.PersistOptions;
import io.holdfast.stream.RememberedRows;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.stream.StreamingListener;
import io.holdfast.stream.StreamingStatus;
import io.holdfast.stream.ValueState;
import io.holdfast.testkit.invariant.Monitor;
import io.holdfast.testkit.invariant.Residue;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedStorage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BooleanSupplier;

/** One life of a job, from a start on a site to a stop or a crash. Single-threaded. */
final class Life {
  private static final long MAX_STEPS = 200_000;
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);

  /** Where rows are kept on disk for a batch, and after how many bytes of them in memory. */
  private static final String TEMPORARY = "temporary";

  private static final long PERSIST_MEMORY_BYTES = 40;

  private final Scenario scenario;
  private final SimulatedScheduler scheduler;
  private final long startNanos;
  private final SimulatedStorage storage;
  private final Site site;
  private final Monitor monitor;
  private final StreamingContext context;
  private final Quiet quiet;
  private final boolean drains;
  private final Set<String> locations = new ConcurrentSkipListSet<>();

  /**
   * Prepares a life; {@link #start} begins it.
   *
   * @param seed of this life
   */
  Life(Scenario scenario, Site site, long seed, Conditions conditions) {
    this.scenario = scenario;
    this.scheduler = new SimulatedScheduler(seed, site.nowMillis());
    this.startNanos = scheduler.nanoTime();
    this.storage = site.disk().storage();
    this.site = site;
    this.monitor = new Monitor(site.ledger(), site.world());
    this.quiet = new Quiet(scheduler, scenario.settings());
    Storage seen = conditions.storage(storage);
    StreamingJob job = scenario.job().apply(site.life());
    this.drains = job instanceof ModelledJob modelled && modelled.drains();
    StreamingConfig.Builder config =
        StreamingConfig.builder(job.name(), seen.directory(Scenario.DIRECTORY));
    job.configure(config);
    scenario.settings().apply(config);
    config
        .owner("simulation")
        .scheduler(scheduler)
        .sources(conditions.sources(site.world().sources(seed, monitor::violated)))
        .sinkStorage(
            location -> {
              locations.add(location);
              return Site.place(seen, location);
            })
        .persist(new PersistOptions(() -> Site.place(seen, TEMPORARY), PERSIST_MEMORY_BYTES));
    this.context =
        StreamingContext.getOrCreate(
            config.build(), job::define, monitor.watch(conditions.assembly()));
    context.addListener(quiet);
  }

  void start() {
    context.start();
  }

  void addListener(StreamingListener listener) {
    context.addListener(listener);
  }

  /** A look at a state of the job. */
  <K, S> ValueState<K, S> state(String name, Class<K> keys, Class<S> values) {
    return context.state(name, keys, values);
  }

  /** A look at the rows that the job remembers. */
  <T> RememberedRows<T> remembered(String name, Class<T> rows) {
    return context.remembered(name, rows);
  }

  /** Where the job stood at its end. */
  StreamingStatus lastStatus() {
    return context.status().join();
  }

  /** What the job defines. */
  DStreamGraph definition() {
    return context.definition();
  }

  /** The places outside of its directory that it has asked for so far. */
  Set<String> locations() {
    return locations;
  }

  SimulatedScheduler scheduler() {
    return scheduler;
  }

  /** Simulated time since it was made. */
  long elapsedNanos() {
    return scheduler.nanoTime() - startNanos;
  }

  Monitor monitor() {
    return monitor;
  }

  Site site() {
    return site;
  }

  /**
   * Runs until every record is acknowledged and nothing more comes, then stops gracefully. Throws
   * what ended the job, if something did.
   */
  void runToEnd() {
    runToEndUnless(() -> false);
    monitor.afterEvent();
    leavesNothing();
  }

  /** The same, but returns at once when {@code cut} holds. */
  void runToEndUnless(BooleanSupplier cut) {
    CompletableFuture<Void> ended = context.termination();
    scheduler.runUntil(
        () ->
            observed(cut)
                || ended.isDone()
                || (site.world().allAcknowledged() && quiet.isQuiet(site.world())),
        MAX_STEPS);
    if (!cut.getAsBoolean()) {
      failIfEnded();
      CompletableFuture<?> stopped =
          drains ? context.stopWhenDrainedAsync() : context.stopAsync(DRAIN_LIMIT);
      scheduler.runUntil(() -> observed(cut) || stopped.isDone(), MAX_STEPS);
    }
    if (!cut.getAsBoolean()) {
      failIfEnded();
    }
  }

  /** Runs as a batch job: until the input is at its end and windows and time-outs are done. */
  void runUntilDrained() {
    CompletableFuture<?> stopped = context.stopWhenDrainedAsync();
    scheduler.runUntil(() -> observed(stopped::isDone), MAX_STEPS);
    failIfEnded();
    monitor.afterEvent();
    leavesNothing();
  }

  private boolean observed(BooleanSupplier cut) {
    monitor.afterEvent();
    return cut.getAsBoolean();
  }

  private void leavesNothing() {
    scheduler.runUntilIdle();
    List<String> open = storage.openFiles();
    if (!open.isEmpty()) {
      monitor.violated("after the stop these are still open: " + open);
    }
    List<String> residue = Residue.in(storage);
    if (!residue.isEmpty()) {
      monitor.violated("after the stop these files are left behind: " + residue);
    }
  }

  /** What is wrong with this life or with the output that it has left; null if nothing is. */
  String wrong() {
    String violation = monitor.violation();
    return violation != null
        ? violation
        : scenario.oracle().wrong(site::place, scenario.records()).orElse(null);
  }

  /** The process dies: nothing of it has any effect from now on. */
  void kill() {
    storage.kill();
    scheduler.close();
  }

  private void failIfEnded() {
    CompletableFuture<Void> ended = context.termination();
    if (ended.isCompletedExceptionally()) {
      try {
        ended.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw e;
      }
    }
  }
}
