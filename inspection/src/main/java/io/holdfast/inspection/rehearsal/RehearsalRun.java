package io.holdfast.inspection.rehearsal;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.JobFailedException;
import io.holdfast.inspection.job.JobClasses;
import io.holdfast.inspection.job.JobDefinition;
import io.holdfast.inspection.rehearsal.History.Found;
import io.holdfast.inspection.rehearsal.RehearsalReport.Run;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.runtime.LiveScheduler;
import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.sink.FileSink;
import io.holdfast.source.DirectContext;
import io.holdfast.source.DirectReader;
import io.holdfast.source.DirectSource;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.ReceiverSource.SourcePromise;
import io.holdfast.source.RecordCodec;
import io.holdfast.source.SourceChoice;
import io.holdfast.stream.PersistOptions;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.stream.StreamingListener;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.Storages;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * One run of a job over the batches of a {@link RewoundCopy}, in simulated time on one thread, so
 * that it is the same each time. What it writes lies below a directory of its own.
 */
final class RehearsalRun {
  private static final Duration END = Duration.ofSeconds(1);
  private static final long MAX_STEPS = Long.MAX_VALUE / 2;
  private static final int SOURCE_ATTEMPTS = 3;

  private final Path directory;
  private final Diversion diversion;
  private final List<Long> completed = new ArrayList<>();
  private Optional<HoldfastException> failure = Optional.empty();
  private boolean caughtUp;

  private RehearsalRun(Path directory, Diversion diversion) {
    this.directory = directory;
    this.diversion = diversion;
  }

  /**
   * Runs a job.
   *
   * @param directory with the copy in {@code app}; gets the outputs
   * @param asFiles outputs of files that keep their own format
   * @param progress is told which batch has been run
   * @throws HoldfastException if the start is refused
   */
  static RehearsalRun of(
      JobClasses classes,
      JobDefinition definition,
      Found found,
      Path directory,
      Set<String> asFiles,
      Consumer<String> progress) {
    RehearsalRun run = new RehearsalRun(directory, new Diversion(definition.graph(), asFiles));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (Reality reality = new Reality()) {
      StreamingJob job = classes.job();
      thread.setContextClassLoader(job.getClass().getClassLoader());
      run.run(job, found, reality, progress);
    } finally {
      thread.setContextClassLoader(before);
    }
    return run;
  }

  private void run(StreamingJob job, Found found, Reality reality, Consumer<String> progress) {
    SimulatedScheduler scheduler = new SimulatedScheduler(1, found.last().epochMillis() + 1);
    try (Storage app = ScratchStorage.open(directory.resolve("app"))) {
      StreamingConfig.Builder config = StreamingConfig.builder(job.name(), app);
      job.configure(config);
      config
          .owner("a rehearsal")
          .scheduler(scheduler)
          .sources(reality)
          .sinkStorage(this::place)
          .maxReceiverAttempts(SOURCE_ATTEMPTS)
          .console(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .persist(PersistOptions.DEFAULT.withDirectory(directory.resolve("temporary")));
      StreamingContext context =
          StreamingContext.getOrCreate(config.build(), job::define, diversion);
      context.addListener(new Watch(progress));
      context.start();
      CompletableFuture<Void> ended = context.termination();
      scheduler.runUntil(() -> caughtUp || ended.isDone(), MAX_STEPS);
      if (!ended.isDone()) {
        CompletableFuture<?> stopped = context.stopAsync(END);
        scheduler.runUntil(() -> stopped.isDone() && ended.isDone(), MAX_STEPS);
      }
      failure = failure(ended);
    } finally {
      scheduler.close();
    }
  }

  private static Optional<HoldfastException> failure(CompletableFuture<Void> ended) {
    try {
      ended.join();
      return Optional.empty();
    } catch (CompletionException e) {
      return Optional.of(
          e.getCause() instanceof HoldfastException known
              ? known
              : new JobFailedException(String.valueOf(e.getCause()), e.getCause()));
    }
  }

  /** The storage in the place of one that the job names. */
  Storage place(String location) {
    String name = URLEncoder.encode(location, StandardCharsets.UTF_8);
    return ScratchStorage.open(directory.resolve("places").resolve(name));
  }

  /** Times of the batches that were completed. */
  List<Long> completed() {
    return completed;
  }

  /** How it ended. */
  Run ending(List<Long> batches) {
    int count = (int) batches.stream().filter(completed::contains).count();
    return failure
        .map(error -> new Run(count, String.valueOf(error.getMessage()), error.exitCode()))
        .orElseGet(() -> new Run(count, "", ExitCode.OK));
  }

  /** The rows of an output in a batch. */
  Optional<List<String>> rows(String output, long batchMillis) {
    FileSink<?> sink = diversion.sinks().get(output);
    if (sink == null) {
      return Optional.empty();
    }
    try (Storage storage = place(sink.location())) {
      return Optional.of(
          new PublishedRows(storage, output, sink.encoding()).of(batchMillis).orElse(List.of()));
    }
  }

  Map<String, FileSink<?>> sinks() {
    return diversion.sinks();
  }

  private final class Watch implements StreamingListener {
    private final Consumer<String> progress;

    Watch(Consumer<String> progress) {
      this.progress = progress;
    }

    @Override
    public void onBatchCompleted(BatchInfo batch) {
      completed.add(batch.time().epochMillis());
      progress.accept("batch " + batch.time().epochMillis());
    }

    @Override
    public void onRecoveryFinished(RecoveryEnd recovery) {
      caughtUp = true;
    }
  }

  /**
   * Sources that are read in place give records of the past: they are read where they are, for
   * reading only and in real time. Those that are received are never made.
   */
  @CompositionRoot("a source outside of the simulation has time-outs of its own")
  private static final class Reality implements SourceChoice, AutoCloseable {
    private Scheduler live;

    @Override
    public <T> ReceiverSource<T> choose(String stream, ReceiverSource<T> defined) {
      return defined;
    }

    @Override
    public <T> DirectSource<T> chooseDirect(String stream, DirectSource<T> defined) {
      if (live == null) {
        live = new LiveScheduler();
      }
      return new InPlace<>(defined, live);
    }

    @Override
    public void close() {
      if (live != null) {
        live.close();
      }
    }
  }

  /** A source that is read where it is. */
  private static final class InPlace<T> implements DirectSource<T> {
    private static final long serialVersionUID = 1L;
    private final DirectSource<T> source;
    private final transient Scheduler scheduler;

    InPlace(DirectSource<T> source, Scheduler scheduler) {
      this.source = source;
      this.scheduler = scheduler;
    }

    @Override
    public String description() {
      return source.description();
    }

    @Override
    public RecordCodec<T> codec() {
      return source.codec();
    }

    @Override
    public SourcePromise promise() {
      return source.promise();
    }

    @Override
    public DirectReader<T> open(DirectContext context) throws IOException {
      return source.open(
          new DirectContext() {
            @Override
            public Scheduler scheduler() {
              return scheduler;
            }

            @Override
            public Storage storage(String location) {
              return Storages.openReadOnly(location);
            }

            @Override
            public Map<String, Long> offered() {
              return context.offered();
            }
          });
    }
  }
}
