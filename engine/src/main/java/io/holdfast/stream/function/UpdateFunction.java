package io.holdfast.stream.function;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * New state of a key from the values that the batch brings for it and its state so far; empty
 * removes the key. Called once for each key that has values in the batch.
 */
@FunctionalInterface
public interface UpdateFunction<V, S> extends Serializable {
  Optional<S> apply(List<V> values, Optional<S> state);
}
