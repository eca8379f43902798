package io.holdfast.stream.function;

import java.io.Serializable;
import java.util.Iterator;

/**
 * All rows of a partition at a time, to any number of rows. Must be deterministic and free of side
 * effects. How rows are spread over partitions is not promised, but the same when a batch is
 * computed again.
 */
@FunctionalInterface
public interface MapPartitionsFunction<T, R> extends Serializable {
  Iterator<R> apply(Iterator<T> rows);
}
