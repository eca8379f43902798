package io.holdfast.wal.storage;

import java.nio.ByteBuffer;

/**
 * Writes one new file from its beginning to its end. Used by one thread at a time.
 *
 * <p><b>One strike</b> (rule R9): after {@link #write} or {@link #force} has thrown, the file's
 * tail is in an unknown state and the appender is dead; every later call but {@link #close} throws,
 * and nothing is ever forced again. A failed force must not be retried, because the kernel may have
 * marked the lost pages clean.
 */
public interface Appender extends AutoCloseable {

  /** The full location of the file, for messages. */
  String location();

  /** Bytes written so far. */
  long position();

  /**
   * Appends all remaining bytes of all buffers, in order. Not durable before {@link #force}.
   *
   * @throws StorageFullException if there is no room; part of the bytes may have been written
   */
  void write(ByteBuffer... buffers);

  /**
   * Lets the file reach {@code bytes} beyond what is written, by zeros that later writes overwrite:
   * a force of a small write is cheaper when the file does not grow by it. Readers see the zeros.
   * Does nothing where nothing is gained by it, or where there is no room.
   */
  default void growAhead(int bytes) {
    // Nothing is gained.
  }

  /** A buffer from which {@link #write} is cheapest. */
  default ByteBuffer newBuffer(int bytes) {
    return ByteBuffer.allocate(bytes);
  }

  /**
   * When this returns, everything written so far survives a crash, provided the file's entry does.
   */
  void force();

  /** Closes the file. Forces nothing. Idempotent. */
  @Override
  void close();
}
