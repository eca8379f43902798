package io.holdfast.stream.function;

import java.io.Serializable;

/**
 * One value to one value. Must be deterministic and free of side effects: a batch may be computed
 * more than once.
 */
@FunctionalInterface
public interface MapFunction<T, R> extends Serializable {
  R apply(T value);
}
