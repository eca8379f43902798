package io.holdfast.sink;

import java.util.HexFormat;

/** Bytes as they are. */
record BytesCodec() implements RowCodec<byte[]> {
  static final RowCodec<byte[]> INSTANCE = new BytesCodec();

  @Override
  public String name() {
    return "bytes";
  }

  @Override
  public byte[] encode(byte[] row) {
    return row;
  }

  @Override
  public byte[] decode(byte[] bytes) {
    return bytes;
  }

  @Override
  public String text(byte[] row) {
    return HexFormat.of().formatHex(row);
  }
}
