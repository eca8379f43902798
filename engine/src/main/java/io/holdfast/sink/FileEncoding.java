package io.holdfast.sink;

import io.holdfast.wal.storage.StorageReader;
import java.util.function.Consumer;

/**
 * How the rows of an output become the bytes of files, a file for each partition that has rows, and
 * rows again. What is done with the files so that they appear exactly once is the {@link
 * FileSink}'s part.
 *
 * <p>Used by several threads at once.
 *
 * @param <T> rows
 */
public interface FileEncoding<T> {

  /**
   * Begins the file of one attempt of one partition.
   *
   * @param file where the bytes go; its {@link StagedFile#create} has to be called once, here or
   *     with the first row
   */
  RowWriter<T> begin(StagedFile file);

  /**
   * Whether the bytes of two files, one behind the other, are a file of the rows of both. Only then
   * can small batches be {@linkplain FileSink#gathering gathered}.
   */
  default boolean appendable() {
    return false;
  }

  /**
   * Reads a file whose bytes were compared with its manifest.
   *
   * @param name of the file without its directory
   * @param file its bytes; closed by the caller
   * @param rows is given each row, as text, in the order in which they were written
   * @throws io.holdfast.HoldfastException if the bytes are not what this encoding writes
   */
  void read(String name, StorageReader file, Consumer<String> rows);

  /**
   * Writes the rows of one file. Used by one thread. After an exception only {@link #drop} is
   * called.
   *
   * @param <T> rows
   */
  interface RowWriter<T> {

    /** Appends a row. */
    void write(T row);

    /** Writes what belongs behind the last row, and closes the stream of the file. */
    void finish();

    /** Gives back what it holds: the file will not be used. Nothing is written any more. */
    default void drop() {
      // Holds nothing.
    }
  }
}
