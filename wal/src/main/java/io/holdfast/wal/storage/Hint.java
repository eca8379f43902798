package io.holdfast.wal.storage;

import java.nio.ByteBuffer;

/**
 * A small file that is overwritten in place and never forced. Nothing may depend on it: after the
 * death of the process it holds what was put last, after a crash of the machine anything that was
 * ever put, in any mixture of its sectors, or nothing. Its user gives what it puts a checksum of
 * its own, and puts in turn in two places so that one is always whole. Used by one thread at a
 * time.
 */
public interface Hint extends AutoCloseable {

  /** For storages that cannot overwrite: forgets everything. */
  Hint NONE =
      new Hint() {
        @Override
        public void put(long position, ByteBuffer bytes) {
          bytes.position(bytes.limit());
        }

        @Override
        public void close() {
          // Holds nothing.
        }
      };

  /** Overwrites from {@code position} with all remaining bytes; the file grows as needed. */
  void put(long position, ByteBuffer bytes);

  @Override
  void close();
}
