package io.holdfast.sink;

import io.holdfast.wal.storage.Appender;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The bytes of a {@link StagedFile}, on their way to it. Throws what the storage throws, and no
 * {@link java.io.IOException}. Closing it only says that all bytes are there. Used by one thread.
 */
public final class StagedStream extends OutputStream {
  private static final int FIRST_BUFFER_BYTES = 8 << 10;
  private static final int BUFFER_BYTES = 256 << 10;

  private final Appender file;
  private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
  private int buffered;
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
    if (isOpen()) {
      makeRoom(1);
      buffer[buffered++] = (byte) value;
    }
  }

  @Override
  public void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (!isOpen()) {
      return;
    }
    if (length >= BUFFER_BYTES) {
      handBuffered();
      hand(bytes, offset, length);
    } else {
      makeRoom(length);
      System.arraycopy(bytes, offset, buffer, buffered, length);
      buffered += length;
    }
  }

  private boolean isOpen() {
    if (closed && !dropped) {
      throw new IllegalStateException(file.location() + ": its stream is closed already.");
    }
    return !dropped;
  }

  /** For fewer bytes than the buffer may have. */
  private void makeRoom(int bytes) {
    if (buffered + bytes > BUFFER_BYTES) {
      handBuffered();
    }
    if (buffered + bytes > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(BUFFER_BYTES, 2 * (buffered + bytes)));
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
      handBuffered();
      closed = true;
    }
  }

  private void handBuffered() {
    int length = buffered;
    buffered = 0;
    hand(buffer, 0, length);
  }

  private void hand(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return;
    }
    crc.update(bytes, offset, length);
    lengthBytes += length;
    try {
      file.write(ByteBuffer.wrap(bytes, offset, length));
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
