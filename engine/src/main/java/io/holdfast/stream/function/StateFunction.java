package io.holdfast.stream.function;

import io.holdfast.stream.State;
import java.io.Serializable;
import java.util.Optional;

/**
 * Maps a value with the state of its key, which it may change.
 *
 * @param <V> values, {@code <S>} states, {@code <R>} results
 */
@FunctionalInterface
public interface StateFunction<K, V, S, R> extends Serializable {
  /**
   * One value of a key, in a batch after the values before it.
   *
   * @param value empty when the key's time is over
   * @return what the stream gets; empty for nothing
   */
  Optional<R> apply(K key, Optional<V> value, State<S> state);
}
