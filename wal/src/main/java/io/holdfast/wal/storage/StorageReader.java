package io.holdfast.wal.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Positional reads of one file; may be used by many threads at once. */
public interface StorageReader extends AutoCloseable {

  /** The full location of the file, for messages. */
  String location();

  /** The file's length now, in bytes; of a live appender's file at least what has been forced. */
  long length();

  /**
   * Reads from {@code position} until {@code target} is full or the file ends.
   *
   * @return how many bytes were read, 0 at or after the end
   */
  int read(long position, ByteBuffer target);

  /**
   * The beginning of the file as text in UTF-8, for small files.
   *
   * @param largestBytes what is behind them is not read
   */
  default String text(int largestBytes) {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(largestBytes, length()));
    read(0, bytes);
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  /**
   * The copies of the file, each as a reader of that copy alone; closed with this reader. More than
   * one only in a storage that keeps more: then this reader itself reads from one that answers, and
   * whoever finds bytes that do not verify looks for them in the others.
   */
  default List<StorageReader> copies() {
    return List.of(this);
  }

  @Override
  void close();
}
