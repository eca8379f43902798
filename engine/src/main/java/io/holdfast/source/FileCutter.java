package io.holdfast.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Cuts what is new in a file into records. One thread; {@link #next}, then {@link #store}. */
interface FileCutter<T> extends Closeable {

  /** Opens files. */
  interface Opener<T> {
    /**
     * Opens one behind what was read from it.
     *
     * @param length of the file when it was looked at, above {@code position}
     */
    FileCutter<T> open(Path file, long position, long length) throws IOException;
  }

  /** Moves to the next whole record; false if there is none. */
  boolean next() throws IOException;

  /** Bytes that the record took in the file. */
  long consumedBytes();

  void store(ReceiverContext<T> context, String partition, long position);

  /** How many bytes lie behind the last whole record. */
  long restBytes();

  /** Stores what lies there as the last record; false if it is none. */
  boolean storeRest(ReceiverContext<T> context, String partition, long position) throws IOException;
}
