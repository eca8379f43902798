package io.holdfast.stream;

import io.holdfast.ConfigurationException;
import io.holdfast.stream.function.StateFunction;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What {@code mapWithState} is to do. Immutable.
 *
 * @param function called for each value, and for each key whose time is over
 * @param initial values of keys before the first batch of the state; a part of the checkpoint
 * @param timeout after which a key for which no value came is handed over a last time and removed;
 *     zero for never. Counted in the times of batches, from the batch of its last value
 */
public record StateSpec<K, V, S, R>(
    StateFunction<K, V, S, R> function, Map<K, S> initial, Duration timeout) {
  public StateSpec {
    initial = new HashMap<>(initial);
    if (timeout.isNegative()) {
      throw new ConfigurationException(
          "A state's time-out of " + timeout + " is negative. Zero is none.");
    }
  }

  /** No values before the first batch, no time-out. */
  public static <K, V, S, R> StateSpec<K, V, S, R> of(StateFunction<K, V, S, R> function) {
    return new StateSpec<>(function, Map.of(), Duration.ZERO);
  }

  public StateSpec<K, V, S, R> initialState(Map<K, S> values) {
    return new StateSpec<>(function, values, timeout);
  }

  /**
   * The same with a time-out.
   *
   * @throws ConfigurationException if it is shorter than a millisecond
   */
  public StateSpec<K, V, S, R> timeout(Duration duration) {
    if (duration.toMillis() < 1) {
      throw new ConfigurationException(
          "A state's time-out of " + duration + " is shorter than a millisecond.");
    }
    return new StateSpec<>(function, initial, duration);
  }
}
