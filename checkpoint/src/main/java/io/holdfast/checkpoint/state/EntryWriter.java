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

  /**
   * Writes an entry.
   *
   * @param timeMillis if the kind has one; likewise key and value
   */
  void write(FieldWriter chunk, EntryKind kind, long timeMillis, Object key, Object value) {
    chunk.putByte(kind.code());
    if (kind.timed()) {
      chunk.putVarLong(versionMillis - timeMillis);
    }
    if (kind.keyed()) {
      framed(chunk, key);
    }
    if (kind.valued()) {
      framed(chunk, value);
    }
  }

  private void framed(FieldWriter chunk, Object value) {
    scratch.clear();
    codec.encode(value, scratch);
    chunk.putVarInt(scratch.sizeBytes()).putRaw(scratch.view().array(), 0, scratch.sizeBytes());
  }
}
