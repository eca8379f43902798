package io.holdfast.engine.batch;

import io.holdfast.engine.batch.BatchRun.RunParts;
import io.holdfast.engine.journal.Allocation;
import io.holdfast.runtime.Scheduler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Runs batches one after the other, in the order of their times. Used from the driver's executor
 * only.
 */
final class JobScheduler {
  private final RunParts parts;
  private final Scheduler scheduler;
  private final Listener listener;
  private final Deque<JobSet> waiting = new ArrayDeque<>();
  private JobSet running;
  private BatchRun run;
  private boolean halted;

  /** A batch that is to be run, and the outputs of it that are known to have committed already. */
  record JobSet(Allocation allocation, Set<String> committedOutputs) {}

  /** Told how batches end, on the driver's executor. */
  interface Listener {
    void committed(Allocation allocation, long startedNanos);

    void failed(Allocation allocation, Throwable error);
  }

  JobScheduler(RunParts parts, Scheduler scheduler, Listener listener) {
    this.parts = parts;
    this.scheduler = scheduler;
    this.listener = listener;
  }

  void submit(JobSet jobs) {
    waiting.addLast(jobs);
    parts.watch().submitted(jobs.allocation());
    runNext();
  }

  /** Batches that run or wait. */
  int outstanding() {
    return waiting.size() + (running == null ? 0 : 1);
  }

  /** Starts no further batch. */
  void halt() {
    halted = true;
    waiting.clear();
    if (run != null) {
      run.cancel();
    }
  }

  private void runNext() {
    if (halted || running != null || waiting.isEmpty()) {
      return;
    }
    running = waiting.removeFirst();
    JobSet jobs = running;
    parts.watch().started(jobs.allocation());
    long started = scheduler.nanoTime();
    run = new BatchRun(jobs.allocation(), parts);
    CompletableFuture<?> ran = run.run(jobs.committedOutputs());
    parts.lanes().driver().onOutcome(ran, (done, error) -> ended(jobs, started, error));
  }

  private void ended(JobSet jobs, long startedNanos, Throwable error) {
    running = null;
    parts.watch().ran(jobs.allocation(), error);
    if (error != null) {
      halted = true;
      listener.failed(jobs.allocation(), error);
    } else {
      listener.committed(jobs.allocation(), startedNanos);
      runNext();
    }
  }
}
