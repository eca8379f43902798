package io.holdfast.stream.function;

import io.holdfast.backend.Rdd;
import java.io.Serializable;

/** As {@link TransformFunction}, of the batches of two streams. */
@FunctionalInterface
public interface TransformWithFunction<T, U, R> extends Serializable {
  Rdd<R> apply(Rdd<T> left, Rdd<U> right);
}
