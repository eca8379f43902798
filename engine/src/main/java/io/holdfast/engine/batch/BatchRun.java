package io.holdfast.engine.batch;

import io.holdfast.FencedException;
import io.holdfast.HoldfastException;
import io.holdfast.IndeterminateException;
import io.holdfast.JobFailedException;
import io.holdfast.backend.ExecutionBackend;
import io.holdfast.backend.InputSplit;
import io.holdfast.backend.UserCodeException;
import io.holdfast.engine.commit.Output;
import io.holdfast.engine.graph.BatchGraph;
import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.graph.GraphNode;
import io.holdfast.engine.graph.GraphNode.InputNode;
import io.holdfast.engine.graph.OutputNode;
import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.state.StateSet;
import io.holdfast.sink.CommitOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;

/**
 * One batch on its way: computed and staged, states durable (F4), outputs committed (F5). The order
 * is the point: no output commits before every state of the batch is durable (rule R4), and the
 * batch is complete only when all outputs have committed (rule R12).
 */
public final class BatchRun {
  private final Allocation allocation;
  private final RunParts parts;
  private final Map<String, Output.Commit> commits = new LinkedHashMap<>();

  /** What all batches of a driver have in common. */
  public record RunParts(
      DStreamGraph graph,
      ExecutionBackend backend,
      StateSet states,
      Map<String, Output> outputs,
      BiFunction<InputNode, Allocation, List<InputSplit<Object>>> splits,
      Lanes lanes,
      BatchWatch watch) {}

  BatchRun(Allocation allocation, RunParts parts) {
    this.allocation = allocation;
    this.parts = parts;
  }

  /**
   * Runs the batch.
   *
   * @param done outputs that are known to have committed before a restart; they are left alone
   * @return completes on the driver's executor when every output has committed; fails with what
   *     stopped it, and then the batch is still pending
   */
  CompletableFuture<Void> run(Set<String> done) {
    long previous = parts.states().versionMillis();
    StateSet.Batch states = parts.states().begin(allocation.time());
    BatchGraph batch =
        new BatchGraph(
            input -> parts.splits().apply(input, allocation),
            previous,
            allocation.time().epochMillis());
    return stageAll(batch, states, done)
        .thenComposeAsync(staged -> parts.states().persist(states), parts.lanes().driver())
        .thenAcceptAsync(parts.states()::apply, parts.lanes().driver())
        .thenRunAsync(this::commitAll, parts.lanes().commit())
        .handleAsync(
            (committed, error) -> {
              if (error != null) {
                throw explained(error);
              }
              return null;
            },
            parts.lanes().driver());
  }

  /** States first: they go on in batches in which no output has anything of them. */
  private CompletableFuture<Void> stageAll(
      BatchGraph batch, StateSet.Batch states, Set<String> done) {
    try {
      ExecutionBackend.Execution execution = parts.backend().begin(states);
      List<CompletableFuture<?>> staged = new ArrayList<>();
      parts.graph().states().stream()
          .filter(node -> batch.advances(node, parts.states().isNew(node.name())))
          .forEach(node -> staged.add(compute(execution, batch, node)));
      parts.graph().outputs().stream()
          .filter(node -> batch.has(node.parent()))
          .forEach(node -> staged.add(stage(execution, batch, node, done)));
      return CompletableFuture.allOf(staged.toArray(CompletableFuture<?>[]::new));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static CompletableFuture<?> compute(
      ExecutionBackend.Execution execution, BatchGraph batch, GraphNode node) {
    return execution.run(batch.rdd(node), (partition, rows) -> partition);
  }

  private CompletableFuture<?> stage(
      ExecutionBackend.Execution execution, BatchGraph batch, OutputNode node, Set<String> done) {
    Output output = parts.outputs().get(node.name());
    if (done.contains(node.name())) {
      return CompletableFuture.completedFuture(null);
    }
    return output
        .stage(execution, batch.rdd(node.parent()), allocation.time())
        .thenAcceptAsync(commit -> commits.put(node.name(), commit), parts.lanes().driver());
  }

  private void commitAll() {
    for (OutputNode node : parts.graph().outputs()) {
      Output.Commit commit = commits.get(node.name());
      if (commit != null) {
        require(node.name(), parts.watch().commit(allocation, node.name(), commit));
      }
    }
  }

  private void require(String output, CommitOutcome outcome) {
    if (outcome instanceof CommitOutcome.Refused refused) {
      throw new FencedException(
          "Output '" + output + "' refused batch " + allocation.time() + ": " + refused.reason());
    } else if (outcome instanceof CommitOutcome.Unknown unknown) {
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
    Throwable cause = error;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof Error fatal) {
      throw fatal;
    }
    if (cause instanceof HoldfastException known) {
      return known;
    }
    return new JobFailedException(
        "Batch "
            + allocation.time()
            + " failed in a function or sink of the job: "
            + (cause instanceof UserCodeException ? cause.getMessage() : cause)
            + ". All received data is kept and the batch is still pending; mend the job and start again.",
        cause);
  }
}
