package io.holdfast.engine.batch;

import io.holdfast.backend.ExecutionBackend.Execution;
import io.holdfast.backend.PlainTask;
import io.holdfast.engine.batch.BatchRun.RunParts;
import io.holdfast.engine.commit.Output;
import io.holdfast.engine.graph.BatchGraph;
import io.holdfast.engine.graph.OutputNode;
import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.state.States;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One attempt to compute a batch: rows are staged, changes of states collected, nothing counts.
 * Used from the driver's executor.
 */
final class BatchAttempt {
  private final Allocation allocation;
  private final RunParts parts;
  private final BatchGraph graph;
  private final States.Batch states;
  private final Execution execution;
  private final Map<String, Output.Commit> commits = new LinkedHashMap<>();

  BatchAttempt(Allocation allocation, RunParts parts, BadRecords bad) {
    this.allocation = allocation;
    this.parts = parts;
    this.graph =
        new BatchGraph(
            input -> bad.without(parts.splits().apply(input, allocation)),
            !allocation.allBlocks().isEmpty(),
            allocation.time().epochMillis());
    this.states = parts.states().begin(allocation.time());
    this.execution = parts.backend().begin(states);
  }

  /** What it has changed in the states. */
  States.Batch states() {
    return states;
  }

  /** What commits an output; null if the output has nothing to commit in this batch. */
  Output.Commit commit(String output) {
    return commits.get(output);
  }

  /**
   * Computes all that is due. States first: they go on in batches in which no output has anything
   * of them.
   *
   * @param done outputs that are known to have committed
   * @return complete when every task has ended, well or not
   */
  CompletableFuture<?> stage(Set<String> done) {
    List<OutputNode> outputs = due().stream().filter(node -> !done.contains(node.name())).toList();
    int lanes = Math.min(parts.concurrentOutputs(), outputs.size());
    return all(
        running -> {
          for (int lane = 0; lane < lanes; lane++) {
            CompletableFuture<?> before = stage(outputs.get(lane));
            for (int i = lane + lanes; i < outputs.size(); i += lanes) {
              OutputNode node = outputs.get(i);
              before = before.thenComposeAsync(last -> stage(node), parts.lanes().driver());
            }
            running.accept(before);
          }
        });
  }

  /** Computes all that is due and keeps nothing of it. */
  CompletableFuture<?> compute() {
    return all(
        running ->
            due()
                .forEach(
                    node ->
                        running.accept(execution.run(graph.rdd(node.parent()), PlainTask.WALK))));
  }

  private CompletableFuture<?> all(Consumer<Consumer<CompletableFuture<?>>> outputs) {
    List<CompletableFuture<?>> running = new ArrayList<>();
    try {
      parts.graph().states().stream()
          .filter(node -> graph.advances(node, parts.states().isNew(node.name())))
          .forEach(node -> running.add(execution.run(graph.rdd(node), PlainTask.COMPUTE)));
      outputs.accept(running::add);
    } catch (RuntimeException e) {
      running.add(CompletableFuture.failedFuture(e));
    }
    return CompletableFuture.allOf(running.toArray(CompletableFuture<?>[]::new))
        .whenComplete((done, error) -> execution.leave());
  }

  private List<OutputNode> due() {
    return parts.graph().outputs().stream().filter(node -> graph.has(node.parent())).toList();
  }

  private CompletableFuture<?> stage(OutputNode node) {
    return parts
        .outputs()
        .get(node.name())
        .stage(execution, graph.rdd(node.parent()), allocation.time())
        .thenAcceptAsync(commit -> commits.put(node.name(), commit), parts.lanes().driver());
  }
}
