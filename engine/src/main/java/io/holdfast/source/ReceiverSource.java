package io.holdfast.source;

import io.holdfast.stream.Guarantee;
import java.io.Serializable;

/**
 * An input that is received, as the user defines it: a value without open resources, part of the
 * checkpointed graph.
 *
 * @param <T> records
 */
public interface ReceiverSource<T> extends Serializable {
  /**
   * What kind of input it is and where it comes from, in one line: {@code numbered TCP from
   * host:port}.
   */
  String description();

  RecordCodec<T> codec();

  /** What this source can promise up to the log, and why. */
  SourcePromise promise();

  Receiver<T> createReceiver();

  /** A promise with its reason in one line. */
  record SourcePromise(Guarantee guarantee, String reason) {}
}
