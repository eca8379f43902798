package io.holdfast.engine.commit;

import io.holdfast.backend.ExecutionBackend;
import io.holdfast.backend.Rdd;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.stream.BatchTime;
import java.util.concurrent.CompletableFuture;

/**
 * An output of a running driver. Computes and stages on task threads; commits when the states of
 * the batch are durable.
 */
public interface Output extends AutoCloseable {
  String name();

  /** Whether this output of a batch is known to be committed; asked in recovery. */
  boolean committed(BatchTime batch);

  /**
   * Computes the batch's rows and stages them.
   *
   * @return completes with what commits them
   */
  CompletableFuture<Commit> stage(
      ExecutionBackend.Execution execution, Rdd<Object> rdd, BatchTime batch);

  /** Drops what failed attempts at a batch have staged; another one follows. */
  default void abandon(BatchTime batch) {}

  /** Shows what is committed and was kept back; on the commit executor, when the job stops. */
  default void flush() {}

  @Override
  void close();

  /** Makes staged rows visible. May block; runs on the commit executor. */
  @FunctionalInterface
  interface Commit {
    CommitOutcome run();

    /** Whether it may be called again when it has thrown something. */
    default boolean repeatable() {
      return false;
    }
  }
}
