package io.holdfast.stream.function;

import io.holdfast.sink.TxnId;
import io.holdfast.stream.BatchRows;
import java.io.Serializable;

/**
 * An output's own action on a batch. At-least-once by itself: after a crash it may run again with
 * the same TxnId but for the epoch, which it can use to recognise the repetition.
 */
@FunctionalInterface
public interface ForeachFunction<T> extends Serializable {
  void accept(BatchRows<T> rows, TxnId txn);
}
