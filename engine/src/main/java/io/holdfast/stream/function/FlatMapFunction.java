package io.holdfast.stream.function;

import java.io.Serializable;

/** One value to any number of values. Must be deterministic and free of side effects. */
@FunctionalInterface
public interface FlatMapFunction<T, R> extends Serializable {
  Iterable<R> apply(T value);
}
