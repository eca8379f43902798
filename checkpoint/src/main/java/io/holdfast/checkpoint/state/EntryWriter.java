package io.holdfast.checkpoint.state;

import io.holdfast.wal.FieldWriter;

/** Encodes entries of a chunk through one reused buffer. One thread at a time. */
final class EntryWriter {
  private final ValueCodec codec;
  private final FieldWriter scratch = new FieldWriter(256);

  EntryWriter(ValueCodec codec) {
    this.codec = codec;
  }

  /** A null value means that the key is removed. */
  void write(FieldWriter chunk, Object key, Object value) {
    chunk.putByte(value == null ? StateChunk.REMOVED : StateChunk.SET);
    framed(chunk, key);
    if (value != null) {
      framed(chunk, value);
    }
  }

  private void framed(FieldWriter chunk, Object value) {
    scratch.clear();
    codec.encode(value, scratch);
    chunk.putVarInt(scratch.sizeBytes()).putRaw(scratch.view().array(), 0, scratch.sizeBytes());
  }
}
