package io.holdfast.engine.cluster;

import io.holdfast.backend.ExecutionBackend;
import io.holdfast.engine.receiver.InputSupervisor;
import io.holdfast.engine.receiver.ReceiverReports;
import io.holdfast.engine.receiver.ReceiverSupervisor.Received;
import io.holdfast.source.ReceiverSource;
import io.holdfast.stream.Protection;

/** A cluster at the service of one driver. */
public interface ClusterSession extends AutoCloseable {

  /** Runs batches; it is given what {@link PlacedStates} begins. */
  ExecutionBackend backend();

  /**
   * Receives a stream: not before it is started, and behind what was received before.
   *
   * @param reports are told of blocks that are durable where tasks of the cluster can read them
   */
  <T> InputSupervisor receive(Receiving<T> stream, ReceiverReports reports);

  /**
   * A stream that is to be received.
   *
   * @param before what was received of it
   */
  record Receiving<T>(
      String name, ReceiverSource<T> source, Protection protection, Received before) {}

  /** Ends it: nothing of this driver runs any more when it returns, as far as anybody can tell. */
  @Override
  void close();
}
