package io.holdfast.source;

import io.holdfast.wal.storage.StorageReader;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The bytes of a file between two positions, one after the other. Does not close the file. */
final class StorageInput extends InputStream {
  private final StorageReader file;
  private final long until;
  private long position;

  StorageInput(StorageReader file, long from, long until) {
    this.file = file;
    this.position = from;
    this.until = until;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int wanted) {
    Objects.checkFromIndexSize(offset, wanted, target.length);
    int most = (int) Math.min(wanted, until - position);
    if (most <= 0) {
      return wanted == 0 ? 0 : -1;
    }
    int read = file.read(position, ByteBuffer.wrap(target, offset, most));
    position += read;
    return read <= 0 ? -1 : read;
  }
}
