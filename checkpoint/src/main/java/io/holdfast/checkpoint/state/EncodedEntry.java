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

  StateEntry decoded(ValueCodec codec) {
    return new StateEntry(kind, timeMillis, decoded(codec, key), decoded(codec, value));
  }

  private static Object decoded(ValueCodec codec, ByteBuffer bytes) {
    return bytes == null
        ? null
        : codec.decode(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
  }
}
