package io.holdfast.source;

import java.util.List;

/** A record a request. */
enum WholeFormat implements RequestFormat<byte[]> {
  INSTANCE;

  @Override
  public RecordCodec<byte[]> codec() {
    return RecordCodec.bytes();
  }

  @Override
  public List<byte[]> read(byte[] body) {
    return List.of(body);
  }
}
