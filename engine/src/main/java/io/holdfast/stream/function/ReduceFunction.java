package io.holdfast.stream.function;

import java.io.Serializable;

/**
 * Combines two values. Must be associative and commutative: values meet in any order and grouping.
 */
@FunctionalInterface
public interface ReduceFunction<V> extends Serializable {
  V apply(V left, V right);
}
