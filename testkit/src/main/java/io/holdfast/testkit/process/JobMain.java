package io.holdfast.testkit.process;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.engine.checkpointing.RetentionPolicy;
import io.holdfast.inspection.job.JobClasses;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.runtime.LiveScheduler;
import io.holdfast.runtime.Scheduler;
import io.holdfast.stream.PersistOptions;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.stream.StreamingListener;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.storage.Storage;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Runs a job on a sample until all of its lines are safe and in completed batches, and stops it
 * then; or until something ends it. If streams keep sources of their own, it stops when from these
 * nothing has come for a second as well. Ends with {@link ExitCode}, with {@link ExitCode#INEXACT}
 * if the job has lost what it had acknowledged, and with {@link Steps#EXIT_CODE} at the point of
 * its plan. Ends at once when its standard input ends, so that it never outlives who has started
 * it.
 *
 * <p>Says on standard output, a line each: {@code job: EPOCH n}, {@code job: BATCH t} for each
 * completed batch, {@code job: END code why}.
 */
@CompositionRoot("a process of its own is composed here")
public final class JobMain {
  static final String SAYS = "job: ";

  /** Small, so that segments change often. */
  private static final LogOptions LOGS = LogOptions.DEFAULT.withSegmentBytes(64 << 10);

  private static final RetentionPolicy RETENTION = new RetentionPolicy(3, 1);
  private static final Duration BLOCK_INTERVAL = Duration.ofMillis(5);
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);

  private final JobSpec spec;
  private final PrintStream out;
  private StreamingContext context;

  private JobMain(JobSpec spec, PrintStream out) {
    this.spec = spec;
    this.out = out;
  }

  /** The arguments are those of a {@link JobSpec}; {@link JobProcess} writes them. */
  public static void main(String[] args) {
    ParentWatch.endWithParent(ExitCode.INTERNAL.code());
    PrintStream out = System.out;
    int code;
    String why = "";
    try {
      JobSpec spec = JobSpec.parse(args);
      new JobMain(spec, out).run();
      code = ExitCode.OK.code();
    } catch (HoldfastException e) {
      code = e.exitCode().code();
      why = String.valueOf(e.getMessage());
      e.printStackTrace();
    } catch (IllegalStateException e) {
      code = ExitCode.INEXACT.code();
      why = String.valueOf(e.getMessage());
    } catch (RuntimeException | Error e) {
      code = ExitCode.INTERNAL.code();
      why = e.toString();
      e.printStackTrace();
    }
    out.println(SAYS + "END " + code + " " + why.replace('\n', ' '));
    out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(code);
  }

  private void run() {
    Scheduler live = new LiveScheduler();
    JobClasses classes = JobClasses.of(spec.job(), spec.classPath());
    LifeConditions conditions = classes.make(spec.conditions(), LifeConditions.class);
    StreamingJob job = classes.job();
    Thread.currentThread().setContextClassLoader(job.getClass().getClassLoader());
    Scheduler scheduler =
        conditions.scheduler(
            spec.clockOffset().isZero() ? live : new ShiftedScheduler(live, spec.clockOffset()));
    spec.directory().create();
    Sample sample = new Sample(spec);
    try (Steps steps = Steps.of(spec.steps(), live::nanoTime)) {
      Storage storage =
          conditions.storage(StepStorage.application(steps, spec.directory().application()));
      StreamingConfig.Builder config = StreamingConfig.builder(job.name(), storage);
      job.configure(config);
      config
          .batchInterval(spec.batchInterval())
          .blockInterval(BLOCK_INTERVAL)
          .log(LOGS)
          .retention(RETENTION)
          .scheduler(scheduler)
          .sources(conditions.sources(sample))
          .sinkStorage(
              location ->
                  conditions.storage(
                      StepStorage.place(steps, location, spec.directory().place(location))))
          .persist(
              PersistOptions.DEFAULT.withDirectory(spec.directory().root().resolve("temporary")));
      context = StreamingContext.getOrCreate(config.build(), job::define, conditions.assembly());
      context.addListener(new Reports());
      Silence silence = new Silence(scheduler, spec.own());
      context.addListener(silence);
      context.start();
      boolean drains = job instanceof ModelledJob modelled && modelled.drains();
      runToEnd(spec.own().isEmpty() ? sample.done() : silence.after(sample.done()), drains);
    }
  }

  private void runToEnd(CompletableFuture<Void> allSafe, boolean drains) {
    CompletableFuture<Void> ended = context.termination();
    try {
      CompletableFuture.anyOf(allSafe, ended).join();
      if (!ended.isDone() && drains) {
        context.awaitDrained();
      } else if (!ended.isDone()) {
        context.stop(DRAIN_LIMIT);
      }
      ended.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : e;
    }
  }

  /** What the parent waits for. Nobody waits for the parent: its pipe is read by a thread. */
  private final class Reports implements StreamingListener {
    @Override
    public void onRecovery(RecoverySummary recovery) {
      say("EPOCH " + recovery.epoch());
    }

    @Override
    public void onBatchCompleted(BatchInfo batch) {
      say("BATCH " + batch.time().epochMillis());
    }

    private void say(String what) {
      out.println(SAYS + what);
      out.flush();
    }
  }
}
