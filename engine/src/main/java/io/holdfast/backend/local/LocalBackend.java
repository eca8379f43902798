package io.holdfast.backend.local;

import io.holdfast.backend.BatchStates;
import io.holdfast.backend.ExecutionBackend;
import java.util.concurrent.Executor;

/** Runs tasks on an executor of this JVM. */
public final class LocalBackend implements ExecutionBackend {
  private final Executor workers;
  private final int parallelism;
  private final SpillSpace space;

  /**
   * A backend.
   *
   * @param space for rows that a batch keeps on disk; closed by the caller
   */
  public LocalBackend(Executor workers, int parallelism, SpillSpace space) {
    this.workers = workers;
    this.parallelism = parallelism;
    this.space = space;
  }

  @Override
  public Execution begin(BatchStates states) {
    return new LocalExecution(new Stages(workers), parallelism, states, new Keeping(space));
  }
}
