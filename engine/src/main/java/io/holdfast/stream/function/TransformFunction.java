package io.holdfast.stream.function;

import io.holdfast.backend.Rdd;
import java.io.Serializable;

/**
 * What a stream's batch becomes, described by the operations of {@link Rdd}. Called once for each
 * batch, on the driver; must be deterministic and quick.
 */
@FunctionalInterface
public interface TransformFunction<T, R> extends Serializable {
  Rdd<R> apply(Rdd<T> batch);
}
