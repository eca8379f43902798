package io.holdfast.checkpoint.state;

import io.holdfast.wal.FieldWriter;

/** Encodes entries of a chunk through one reused buffer. One thread at a time. */
final class EntryWriter {
  private final ValueCodec codec;
  private final long versionMillis;
  private final FieldWriter scratch = new FieldWriter(256);

  /**
   * A writer.
   *
   * @param versionMillis of the chunks; times are written as what lies between
   */
  EntryWriter(ValueCodec codec, long versionMillis) {
    this.codec = codec;
    this.versionMillis = versionMillis;
  }

  /** Sets a key; a null value means that it is removed. */
  void write(FieldWriter chunk, Object key, Object value) {
    write(chunk, new StateEntry(value == null ? EntryKind.REMOVED : EntryKind.SET, 0, key, value));
  }

  void write(FieldWriter chunk, StateEntry entry) {
    EntryKind kind = entry.kind();
    chunk.putByte(kind.code());
    if (kind.timed()) {
      chunk.putVarLong(versionMillis - entry.timeMillis());
    }
    if (kind.keyed()) {
      framed(chunk, entry.key());
    }
    if (kind.valued()) {
      framed(chunk, entry.value());
    }
  }

  private void framed(FieldWriter chunk, Object value) {
    scratch.clear();
    codec.encode(value, scratch);
    chunk.putVarInt(scratch.sizeBytes()).putRaw(scratch.view().array(), 0, scratch.sizeBytes());
  }
}
