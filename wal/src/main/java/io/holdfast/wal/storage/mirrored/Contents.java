package io.holdfast.wal.storage.mirrored;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/** Copies and compares the bytes of files, a buffer at a time. Used by one thread at a time. */
final class Contents {
  /** The answer of {@link #firstDifference} for files that are equal, length included. */
  static final long EQUAL = -1;

  private final ByteBuffer one;
  private final ByteBuffer other;
  private final LongConsumer progress;

  /**
   * @param bufferBytes the size of each of two buffers
   * @param progress hears after each buffer how many more bytes were read of the first file
   */
  Contents(int bufferBytes, LongConsumer progress) {
    this.one = ByteBuffer.allocate(bufferBytes);
    this.other = ByteBuffer.allocate(bufferBytes);
    this.progress = progress;
  }

  /**
   * Where the files begin to differ: the length of the shorter one if it is the beginning of the
   * longer one.
   */
  long firstDifference(StorageReader first, StorageReader second) {
    long position = 0;
    while (true) {
      int count = read(first, position, one);
      int otherCount = read(second, position, other);
      progress.accept(count);
      int mismatch = one.mismatch(other);
      if (mismatch >= 0) {
        return position + mismatch;
      }
      if (count == 0 && otherCount == 0) {
        return EQUAL;
      }
      position += count;
    }
  }

  /** Appends everything of {@code from} up to the length that it had at the beginning. */
  void copy(StorageReader from, Appender to) {
    long length = from.length();
    for (long position = 0; position < length; ) {
      one.clear().limit((int) Math.min(one.capacity(), length - position));
      int count = from.read(position, one);
      if (count == 0) {
        throw new StorageException(
            "read "
                + from.location()
                + ": it ends at "
                + position
                + " and had "
                + length
                + " bytes. Another process is changing it.",
            null);
      }
      to.write(one.flip());
      position += count;
      progress.accept(count);
    }
  }

  private static int read(StorageReader reader, long position, ByteBuffer buffer) {
    buffer.clear();
    int count = reader.read(position, buffer);
    buffer.flip();
    return count;
  }
}
