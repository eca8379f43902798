package io.holdfast.backend;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs the jobs of batches. One batch at a time is begun, executed and left. */
public interface ExecutionBackend {

  /** Begins a batch. What its jobs have in common is computed once. */
  Execution begin(BatchStates states);

  /** One batch being executed; called from the driver, never blocks. */
  interface Execution {
    /**
     * Computes an {@link Rdd} and runs {@code task} on each of its partitions, in parallel.
     *
     * @return the tasks' results in the order of the partitions; fails with the first error of a
     *     task
     */
    <T, R> CompletableFuture<List<R>> run(Rdd<T> rdd, PartitionTask<T, R> task);

    /** Gives back what it keeps outside of memory. All tasks have ended, and none will be run. */
    void leave();
  }
}
