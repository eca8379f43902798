package io.holdfast.backend;

import java.io.Serializable;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A piece of a batch's input that one task reads: a received block. Reading it again gives the same
 * records.
 */
public interface InputSplit<T> {
  /** Serialized size, for balancing tasks. */
  long lengthBytes();

  void forEach(Consumer<? super T> action);

  /** The same as a value that can be read in another process; empty if it can be read only here. */
  default Optional<SentSplit<T>> elsewhere() {
    return Optional.empty();
  }

  /** What was noted where it was read: perhaps more than once, if it was read more than once. */
  default void noted(Serializable note) {
    // Nothing is.
  }
}
