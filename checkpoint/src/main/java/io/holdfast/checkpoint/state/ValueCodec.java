package io.holdfast.checkpoint.state;

import io.holdfast.wal.FieldWriter;

/** Writes keys and values of a state, and reads them again. Used by many threads at once. */
public interface ValueCodec {
  void encode(Object value, FieldWriter out);

  /**
   * How keys and values are written, as text. It stands in the log in front of them, so that they
   * can be read when their classes have changed.
   */
  String classes();

  /**
   * What reads keys and values that were written when {@link #classes} gave this text.
   *
   * @throws io.holdfast.DriftException if they cannot be read any more, with the way out
   */
  Reader reading(String classes);

  /** Reads keys and values that were written in one way. Used by many threads at once. */
  interface Reader {
    Object key(byte[] bytes, int offset, int length);

    Object value(byte[] bytes, int offset, int length);

    /** Whether what it reads is written in another way now. */
    boolean converts();
  }
}
