package io.holdfast.spark;

import io.holdfast.backend.BatchStates;
import io.holdfast.backend.ExecutionBackend;
import io.holdfast.engine.cluster.ClusterSession;
import io.holdfast.engine.cluster.PlacedStates;

/** Spark at the service of one driver. */
record SparkSession(SparkRun run) implements ClusterSession, ExecutionBackend {
  @Override
  public ExecutionBackend backend() {
    return this;
  }

  @Override
  public Execution begin(BatchStates states) {
    return new SparkExecution(run, (PlacedStates.Batch) states);
  }

  @Override
  public void close() {
    run.spark().cancelJobGroup(run.group());
  }
}
