package io.holdfast.source;

import io.holdfast.wal.FieldWriter;
import java.util.Arrays;

/** Records that are bytes already. */
enum BytesCodec implements RecordCodec<byte[]> {
  INSTANCE;

  @Override
  public void encode(byte[] record, FieldWriter out) {
    out.putRaw(record, 0, record.length);
  }

  @Override
  public byte[] decode(byte[] bytes, int offset, int length) {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }
}
