package io.holdfast.wal.exploration;

import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;

/** Reads the first bytes of an array as if they were a file. */
final class ArrayReader implements StorageReader {
  private final String location;
  private final byte[] bytes;
  private final int length;

  ArrayReader(String location, byte[] bytes, int length) {
    this.location = location;
    this.bytes = bytes;
    this.length = length;
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(long position, ByteBuffer target) {
    int count = (int) Math.min(target.remaining(), length - position);
    if (count <= 0) {
      return 0;
    }
    target.put(bytes, (int) position, count);
    return count;
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
