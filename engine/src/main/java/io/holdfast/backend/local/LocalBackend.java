package io.holdfast.backend.local;

import io.holdfast.backend.BatchStates;
import io.holdfast.backend.ExecutionBackend;
import java.util.concurrent.Executor;

/** Runs tasks on an executor of this JVM. */
public final class LocalBackend implements ExecutionBackend {
  private final Executor workers;
  private final int parallelism;

  public LocalBackend(Executor workers, int parallelism) {
    this.workers = workers;
    this.parallelism = parallelism;
  }

  @Override
  public Execution begin(BatchStates states) {
    return new LocalExecution(new Stages(workers), parallelism, states);
  }
}
