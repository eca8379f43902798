package io.holdfast.engine.cluster;

import io.holdfast.backend.ExecutionBackend;

/** A cluster at the service of one driver. */
public interface ClusterSession extends AutoCloseable {

  /** Runs batches; it is given what {@link PlacedStates} begins. */
  ExecutionBackend backend();

  /** Ends it: nothing of this driver runs any more when it returns, as far as anybody can tell. */
  @Override
  void close();
}
