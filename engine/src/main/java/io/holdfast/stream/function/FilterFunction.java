package io.holdfast.stream.function;

import java.io.Serializable;

/** Whether a value is kept. Must be deterministic and free of side effects. */
@FunctionalInterface
public interface FilterFunction<T> extends Serializable {
  boolean test(T value);
}
