package io.holdfast.wal.exploration;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.ForwardingStorage;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;

/** A storage that passes everything on; seeded bugs change what they are about. */
class FaultyStorage extends ForwardingStorage {
  final Storage real;

  FaultyStorage(Storage real) {
    super(real);
    this.real = real;
  }

  /** An appender that passes everything on. */
  static class FaultyAppender implements Appender {
    final Appender real;

    FaultyAppender(Appender real) {
      this.real = real;
    }

    @Override
    public String location() {
      return real.location();
    }

    @Override
    public long position() {
      return real.position();
    }

    @Override
    public void write(ByteBuffer... buffers) {
      real.write(buffers);
    }

    @Override
    public void force() {
      real.force();
    }

    @Override
    public void close() {
      real.close();
    }

    /** All that is to be written, as one array; the buffers are then read to their end. */
    static byte[] drain(ByteBuffer... buffers) {
      int total = 0;
      for (ByteBuffer buffer : buffers) {
        total += buffer.remaining();
      }
      byte[] bytes = new byte[total];
      int at = 0;
      for (ByteBuffer buffer : buffers) {
        int count = buffer.remaining();
        buffer.get(bytes, at, count);
        at += count;
      }
      return bytes;
    }
  }

  /** All files are created by {@link #createExclusive(String)}, which bugs override. */
  @Override
  public Appender createExclusive(String path, long expectedBytes) {
    return createExclusive(path);
  }
}
