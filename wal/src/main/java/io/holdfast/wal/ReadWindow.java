package io.holdfast.wal;

import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A sliding view of a file that is read from front to back: few large reads, no copies. One thread
 * at a time.
 */
public final class ReadWindow {
  private static final int WINDOW_BYTES = 256 << 10;

  private final StorageReader reader;
  private ByteBuffer window = ByteBuffer.allocate(0);
  private long start;

  public ReadWindow(StorageReader reader) {
    this.reader = reader;
  }

  /**
   * Up to {@code length} bytes from {@code position}; fewer only at the end of the file. Valid
   * until the next call.
   */
  public ByteBuffer at(long position, int length) {
    if (position < start || position + length > start + window.limit()) {
      fill(position, length);
    }
    int from = (int) (position - start);
    int available = Math.min(length, window.limit() - from);
    return window.slice(from, Math.max(0, available)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Forgets what was read, because the file has changed. */
  public void clear() {
    window.clear().limit(0);
  }

  private void fill(long position, int length) {
    long left = Math.max(0, reader.length() - position);
    int wanted = (int) Math.min(left, Math.max(length, WINDOW_BYTES));
    if (window.capacity() < wanted) {
      window = ByteBuffer.allocate(wanted);
    }
    window.clear().limit(wanted);
    reader.read(position, window);
    window.flip();
    start = position;
  }
}
