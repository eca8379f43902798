package io.holdfast.sink;

import io.holdfast.wal.storage.Appender;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bytes of a {@link StagedFile}, on their way to it. Throws what the storage throws, and no
 * {@link java.io.IOException}. Closing it only says that all bytes are there. Used by one thread.
 */
public final class StagedStream extends OutputStream {
  private static final int BUFFER_BYTES = 256 << 10;

  private final Appender file;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(8 << 10);
  private final CRC32C crc = new CRC32C();
  private long lengthBytes;
  private RuntimeException failure;
  private boolean closed;
  private boolean dropped;

  StagedStream(Appender file) {
    this.file = file;
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (dropped) {
      return;
    }
    if (closed) {
      throw new IllegalStateException(file.location() + ": its stream is closed already.");
    }
    buffer.write(bytes, offset, length);
    if (buffer.size() >= BUFFER_BYTES) {
      hand();
    }
  }

  /** Does nothing: only whole parts are of use. */
  @Override
  public void flush() {
    // What is buffered goes on when the stream is closed.
  }

  @Override
  public void close() {
    if (!closed && !dropped) {
      hand();
      closed = true;
    }
  }

  private void hand() {
    byte[] bytes = buffer.toByteArray();
    buffer.reset();
    crc.update(bytes, 0, bytes.length);
    lengthBytes += bytes.length;
    try {
      file.write(ByteBuffer.wrap(bytes));
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  void force() {
    file.force();
    file.close();
  }

  void drop() {
    dropped = true;
    file.close();
  }

  boolean isClosed() {
    return closed;
  }

  RuntimeException failure() {
    return failure;
  }

  long lengthBytes() {
    return lengthBytes;
  }

  int crc32c() {
    return (int) crc.getValue();
  }
}
