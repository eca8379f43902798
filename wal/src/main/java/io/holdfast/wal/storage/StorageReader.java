package io.holdfast.wal.storage;

import java.nio.ByteBuffer;

/** Positional reads of one file; may be used by many threads at once. */
public interface StorageReader extends AutoCloseable {

  /** The full location of the file, for messages. */
  String location();

  /** The file's length now, in bytes. */
  long length();

  /**
   * Reads from {@code position} until {@code target} is full or the file ends.
   *
   * @return how many bytes were read, 0 at or after the end
   */
  int read(long position, ByteBuffer target);

  @Override
  void close();
}
