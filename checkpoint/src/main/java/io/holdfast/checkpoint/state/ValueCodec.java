package io.holdfast.checkpoint.state;

import io.holdfast.wal.FieldWriter;

/** Writes keys and values of a state. Used by many threads at once. */
public interface ValueCodec {
  void encode(Object value, FieldWriter out);

  Object decode(byte[] bytes, int offset, int length);
}
