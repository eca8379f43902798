package io.holdfast.source;

import io.holdfast.wal.FieldWriter;
import java.nio.charset.StandardCharsets;

/** Lines of text as UTF-8 without their line ends. */
enum TextCodec implements RecordCodec<String> {
  INSTANCE;

  @Override
  public void encode(String record, FieldWriter out) {
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    out.putRaw(bytes, 0, bytes.length);
  }

  @Override
  public String decode(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }
}
