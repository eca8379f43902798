package io.holdfast.stream.function;

import java.io.Serializable;

/**
 * Adds a value to what has come together for its key. May change and return what it is given. Must
 * be deterministic; values come in any order.
 */
@FunctionalInterface
public interface CombineFunction<C, V> extends Serializable {
  C apply(C combined, V value);
}
