package io.holdfast.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file up to a length, read through a buffer, from wherever one wants: going back to where a
 * record ends costs nothing while that is in the buffer. One thread.
 */
final class PositionedInput extends InputStream {
  private final FileChannel channel;
  private final long length;
  private final byte[] buffer = new byte[64 << 10];
  private long bufferPosition;
  private int filled;
  private long position;

  PositionedInput(Path file, long length) throws IOException {
    this.channel = FileChannel.open(file);
    this.length = length;
  }

  void seek(long to) {
    position = to;
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer[(int) (position++ - bufferPosition)] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int wanted) throws IOException {
    Objects.checkFromIndexSize(offset, wanted, target.length);
    if (wanted == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int at = (int) (position - bufferPosition);
    int count = Math.min(wanted, filled - at);
    System.arraycopy(buffer, at, target, offset, count);
    position += count;
    return count;
  }

  /** Whether there is a byte at the position; it is in the buffer then. */
  private boolean fill() throws IOException {
    if (position >= bufferPosition && position < bufferPosition + filled) {
      return true;
    }
    int wanted = (int) Math.min(buffer.length, length - position);
    if (wanted <= 0) {
      return false;
    }
    bufferPosition = position;
    filled = Math.max(0, channel.read(ByteBuffer.wrap(buffer, 0, wanted), position));
    return filled > 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
