package io.holdfast.engine.commit;

import io.holdfast.backend.ExecutionBackend;
import io.holdfast.backend.PartitionTask;
import io.holdfast.backend.Rdd;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.TxnId;
import io.holdfast.stream.BatchRows;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.function.ForeachFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An output that hands each batch to a function. It cannot be asked what it has done:
 * at-least-once.
 */
final class FunctionOutput implements Output {
  private final String name;
  private final SinkContext context;
  private final ForeachFunction<Object> function;

  FunctionOutput(String name, SinkContext context, ForeachFunction<Object> function) {
    this.name = name;
    this.context = context;
    this.function = function;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean committed(BatchTime batch) {
    return false;
  }

  @Override
  public CompletableFuture<Commit> stage(
      ExecutionBackend.Execution execution, Rdd<Object> rdd, BatchTime batch) {
    PartitionTask<Object, List<Object>> collect =
        (partition, rows) -> {
          List<Object> collected = new ArrayList<>();
          rows.forEach(collected::add);
          return collected;
        };
    return execution.run(rdd, collect).thenApply(partitions -> new Call(batch, partitions));
  }

  @Override
  public void close() {}

  /** The call; may be made again, the transaction's id is the same. */
  private final class Call implements Commit {
    private final BatchTime batch;
    private final List<List<Object>> partitions;

    Call(BatchTime batch, List<List<Object>> partitions) {
      this.batch = batch;
      this.partitions = partitions;
    }

    @Override
    public CommitOutcome run() {
      function.accept(
          new BatchRows<>(batch, partitions, context::storage),
          new TxnId(context.application(), name, batch, context.epoch()));
      return new CommitOutcome.Committed(false);
    }

    @Override
    public boolean repeatable() {
      return true;
    }
  }
}
