package io.holdfast.sink;

import io.holdfast.stream.Guarantee;
import java.io.Serializable;

/**
 * Where an output goes, as the user defines it: a value without open resources, part of the
 * checkpointed graph.
 *
 * @param <T> rows
 */
public interface BatchSink<T> extends Serializable {

  /** What it promises, and why, for a driver that runs with guarantee {@code processing}. */
  SinkPromise promise(Guarantee processing);

  /**
   * Opens the sink for one driver. When this returns, drivers of older epochs can no longer commit
   * to this output, and what they staged without committing is out of the way.
   *
   * @throws io.holdfast.WrongApplicationException if the place belongs to another application or
   *     output
   */
  SinkSession<T> open(SinkContext context);

  /** A promise with its reason in one line. */
  record SinkPromise(Guarantee guarantee, String reason) {}
}
