package io.holdfast.engine.batch;

import io.holdfast.FencedException;
import io.holdfast.HoldfastException;
import io.holdfast.IndeterminateException;
import io.holdfast.JobFailedException;
import io.holdfast.backend.ExecutionBackend;
import io.holdfast.backend.UserCodeException;
import io.holdfast.engine.block.BlockSplit;
import io.holdfast.engine.commit.Output;
import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.graph.GraphNode.InputNode;
import io.holdfast.engine.graph.OutputNode;
import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.quarantine.Quarantine;
import io.holdfast.engine.state.States;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.CommitOutcome.Unknown;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * One batch on its way: computed and staged, states durable (F4), outputs committed (F5). The order
 * is the point: no output commits before every state of the batch is durable (rule R4), and the
 * batch is complete only when all outputs have committed (rule R12).
 *
 * <p>Until the states are made durable nothing counts, so a batch whose functions fail is computed
 * again, as the {@link Failures} say. Used from the driver's executor; outputs commit on their own.
 */
public final class BatchRun {
  private final Allocation allocation;
  private final RunParts parts;
  private final BadRecords bad;
  private int unread;
  private boolean cancelled;

  /**
   * What all batches of a driver have in common.
   *
   * @param concurrentOutputs so many outputs of a batch are computed at the same time
   */
  public record RunParts(
      DStreamGraph graph,
      ExecutionBackend backend,
      States states,
      Map<String, Output> outputs,
      BiFunction<InputNode, Allocation, List<BlockSplit<Object>>> splits,
      Lanes lanes,
      int concurrentOutputs,
      Failures failures,
      BatchWatch watch) {}

  BatchRun(Allocation allocation, RunParts parts) {
    this.allocation = allocation;
    this.parts = parts;
    this.bad = new BadRecords(allocation.time());
  }

  /**
   * Runs the batch.
   *
   * @param done outputs that are known to have committed before a restart; they are left alone
   * @return completes on the driver's executor when every output has committed; fails with what
   *     stopped it, and then the batch is still pending
   */
  CompletableFuture<Void> run(Set<String> done) {
    CompletableFuture<BatchAttempt> staged = new CompletableFuture<>();
    attempt(done, 0, staged);
    return staged
        .thenCompose(
            attempt ->
                attempt
                    .states()
                    .persist()
                    .thenAcceptAsync(States.Batch::apply, parts.lanes().driver())
                    .thenCompose(applied -> commitAll(attempt)))
        .handleAsync(
            (committed, error) -> {
              if (error != null) {
                throw explained(error);
              }
              if (bad.count() > 0) {
                parts.failures().reports().quarantined(allocation.time(), bad.letters());
              }
              return null;
            },
            parts.lanes().driver());
  }

  /** Nothing is tried again any more. */
  void cancel() {
    cancelled = true;
  }

  private void attempt(Set<String> done, int failed, CompletableFuture<BatchAttempt> staged) {
    if (failed > 0 || unread > 0 || bad.count() > 0) {
      parts.outputs().values().forEach(output -> output.abandon(allocation.time()));
    }
    BatchAttempt attempt;
    try {
      attempt = new BatchAttempt(allocation, parts, bad);
    } catch (RuntimeException e) {
      staged.completeExceptionally(e);
      return;
    }
    parts
        .lanes()
        .driver()
        .onOutcome(
            attempt.stage(done),
            (computed, error) -> {
              if (error == null) {
                staged.complete(attempt);
              } else {
                failed(Failures.cause(error), done, failed, staged);
              }
            });
  }

  private void failed(
      Throwable cause, Set<String> done, int failed, CompletableFuture<BatchAttempt> staged) {
    Failures failures = parts.failures();
    if (!cancelled
        && Failures.isOfSource(cause)
        && unread + 1 < failures.sources().maxAttemptsInRow()) {
      unread++;
      retry(unread, failures.sources().backOff(unread), cause, () -> attempt(done, failed, staged));
    } else if (cancelled || !Failures.isOfUser(cause)) {
      staged.completeExceptionally(cause);
    } else if (failed < failures.policy().retries()) {
      retry(failed + 1, cause, () -> attempt(done, failed + 1, staged));
    } else if (failures.policy().quarantines() && cause instanceof RecordFailure) {
      search(cause, () -> attempt(done, failed, staged), staged);
    } else {
      staged.completeExceptionally(cause);
    }
  }

  private void retry(int number, Throwable cause, Runnable action) {
    retry(number, parts.failures().policy().backOff(number), cause, action);
  }

  private void retry(int number, Duration delay, Throwable cause, Runnable action) {
    Failures failures = parts.failures();
    failures.reports().retrying(allocation.time(), number, delay, cause);
    failures.scheduler().schedule(delay, parts.lanes().driver(), action);
  }

  /** Finds the records that fail, and goes on without them. */
  private void search(Throwable cause, Runnable next, CompletableFuture<BatchAttempt> staged) {
    int before = bad.count();
    bad.search();
    parts
        .lanes()
        .driver()
        .onOutcome(
            new BatchAttempt(allocation, parts, bad).compute(),
            (computed, error) -> {
              bad.exclude();
              int most = parts.failures().policy().maxQuarantined();
              if (bad.count() > most) {
                staged.completeExceptionally(
                    new JobFailedException(
                        "More than "
                            + most
                            + " records of batch "
                            + allocation.time()
                            + " fail, which is the most that may be set aside ("
                            + bad.count()
                            + " so far). It was not the records, then: "
                            + cause.getMessage()
                            + ". All received data is kept and the batch is still pending.",
                        cause));
              } else if (bad.count() == before) {
                staged.completeExceptionally(cause);
              } else {
                next.run();
              }
            });
  }

  private CompletableFuture<Void> commitAll(BatchAttempt attempt) {
    CompletableFuture<Void> committed =
        bad.count() == 0
            ? CompletableFuture.completedFuture(null)
            : CompletableFuture.runAsync(this::commitQuarantine, parts.lanes().commit());
    for (OutputNode node : parts.graph().outputs()) {
      Output.Commit commit = attempt.commit(node.name());
      if (commit != null) {
        committed = committed.thenCompose(before -> commit(node.name(), commit));
      }
    }
    return committed;
  }

  private void commitQuarantine() {
    require(
        Quarantine.NAME,
        parts.failures().quarantine().orElseThrow().commit(allocation.time(), bad.letters()));
  }

  private CompletableFuture<Void> commit(String output, Output.Commit commit) {
    CompletableFuture<Void> committed = new CompletableFuture<>();
    commit(output, commit, 0, committed);
    return committed;
  }

  private void commit(
      String output, Output.Commit commit, int failed, CompletableFuture<Void> committed) {
    parts
        .lanes()
        .driver()
        .onOutcome(
            CompletableFuture.supplyAsync(
                () -> parts.watch().commit(allocation, output, commit), parts.lanes().commit()),
            (outcome, error) -> {
              Throwable cause = Failures.cause(error);
              boolean again =
                  error != null
                      && !cancelled
                      && commit.repeatable()
                      && Failures.isOfUser(cause)
                      && failed < parts.failures().policy().retries();
              if (again) {
                retry(failed + 1, cause, () -> commit(output, commit, failed + 1, committed));
              } else if (error != null) {
                committed.completeExceptionally(cause);
              } else if (outcome instanceof Unknown unknown && unknown.askAgain() && !cancelled) {
                Duration delay = parts.failures().sources().backOff(failed + 1);
                parts.failures().reports().asking(allocation.time(), output, delay, unknown);
                parts
                    .failures()
                    .scheduler()
                    .schedule(
                        delay,
                        parts.lanes().driver(),
                        () -> commit(output, commit, failed + 1, committed));
              } else {
                settle(output, outcome, committed);
              }
            });
  }

  private void settle(String output, CommitOutcome outcome, CompletableFuture<Void> committed) {
    try {
      require(output, outcome);
      committed.complete(null);
    } catch (HoldfastException e) {
      committed.completeExceptionally(e);
    }
  }

  private void require(String output, CommitOutcome outcome) {
    if (outcome instanceof CommitOutcome.Refused refused) {
      throw new FencedException(
          "Output '" + output + "' refused batch " + allocation.time() + ": " + refused.reason());
    } else if (outcome instanceof Unknown unknown) {
      throw new IndeterminateException(
          "Whether output '"
              + output
              + "' has committed batch "
              + allocation.time()
              + " is unknown: "
              + unknown.reason()
              + " The sink is asked at the next start; nothing was cleaned up.",
          unknown.cause());
    }
  }

  private RuntimeException explained(Throwable error) {
    Throwable cause = Failures.cause(error);
    if (cause instanceof Error fatal) {
      throw fatal;
    }
    if (cause instanceof HoldfastException known) {
      return known;
    }
    boolean explains = cause instanceof UserCodeException || cause instanceof RecordFailure;
    return new JobFailedException(
        "Batch "
            + allocation.time()
            + " failed in a function or sink of the job: "
            + (explains ? cause.getMessage() : cause)
            + ". All received data is kept and the batch is still pending; mend the job and start again.",
        cause);
  }
}
