package io.holdfast.backend;

import java.util.function.Consumer;

/**
 * A piece of a batch's input that one task reads: a received block. Reading it again gives the same
 * records.
 */
public interface InputSplit<T> {
  /** Serialized size, for balancing tasks. */
  long lengthBytes();

  void forEach(Consumer<? super T> action);
}
