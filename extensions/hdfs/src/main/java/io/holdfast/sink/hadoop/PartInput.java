package io.holdfast.sink.hadoop;

import io.holdfast.wal.storage.StorageReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.fs.FSInputStream;

/** A file of a storage as a stream of Hadoop. The reader is not closed. Used by one thread. */
final class PartInput extends FSInputStream {
  private static final int LEAST_BUFFER_BYTES = 4096;

  private final StorageReader file;
  private final ByteBuffer buffer;

  /** Where in the file the buffer ends. */
  private long bufferEnd;

  PartInput(StorageReader file, int bufferBytes) {
    this.file = file;
    this.buffer = ByteBuffer.allocate(Math.max(LEAST_BUFFER_BYTES, bufferBytes)).limit(0);
  }

  @Override
  public void seek(long position) throws IOException {
    if (position < 0 || position > file.length()) {
      throw new EOFException(file.location() + ": it has no byte " + position);
    }
    bufferEnd = position;
    buffer.limit(0);
  }

  @Override
  public long getPos() {
    return bufferEnd - buffer.remaining();
  }

  @Override
  public boolean seekToNewSource(long position) {
    return false;
  }

  @Override
  public int read() {
    return fill() ? buffer.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(bytes, offset, count);
    return count;
  }

  @Override
  public int available() {
    return buffer.remaining();
  }

  private boolean fill() {
    if (!buffer.hasRemaining()) {
      file.read(bufferEnd, buffer.clear());
      buffer.flip();
      bufferEnd += buffer.limit();
    }
    return buffer.hasRemaining();
  }
}
