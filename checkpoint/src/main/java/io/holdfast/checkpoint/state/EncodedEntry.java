package io.holdfast.checkpoint.state;

import java.nio.ByteBuffer;

/**
 * An entry as it lies in a record.
 *
 * @param timeMillis of a pane or a touch; 0 if the kind has none
 * @param key null if the kind has none; a view, valid as long as the record
 * @param value likewise
 */
public record EncodedEntry(EntryKind kind, long timeMillis, ByteBuffer key, ByteBuffer value) {

  StateEntry decoded(ValueCodec.Reader reader) {
    return new StateEntry(
        kind, timeMillis, decoded(key, reader::key), decoded(value, reader::value));
  }

  private static Object decoded(ByteBuffer bytes, Decoding decoding) {
    return bytes == null
        ? null
        : decoding.decode(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
  }

  private interface Decoding {
    Object decode(byte[] bytes, int offset, int length);
  }
}
