package io.holdfast.sink;

import java.io.Serializable;

/**
 * A row as text. Must be deterministic and free of side effects: a batch may be computed more than
 * once.
 *
 * @param <T> rows
 */
@FunctionalInterface
public interface RowText<T> extends Serializable {

  /** The text of one row; not null. */
  String of(T row);
}
