package io.holdfast.stream;

import java.util.Optional;

/**
 * The state of one key during one call of a {@link io.holdfast.stream.function.StateFunction}; not
 * to be kept. Values are not to be changed in place: {@link #update} with a new one.
 */
public interface State<S> {
  /** The batch that is computed. */
  BatchTime batch();

  /** The key's value; empty if it has none. */
  Optional<S> value();

  /**
   * Gives the key another value.
   *
   * @throws IllegalStateException if the key's time is over
   * @throws IllegalArgumentException if the value is null
   */
  void update(S value);

  /** Takes the value away. */
  void remove();

  /** The key's time is over: this call is the last, and its value is removed behind it. */
  boolean isTimingOut();
}
