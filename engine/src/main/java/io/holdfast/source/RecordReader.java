package io.holdfast.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Optional;

/**
 * Reads the records of a file, one after the other. Stateless: what a record is follows from its
 * bytes alone, because reading goes on at the durable position after a restart.
 *
 * @param <T> records
 */
public interface RecordReader<T> extends Serializable {

  /** How the records are written into blocks. */
  RecordCodec<T> codec();

  /**
   * Reads the record that begins where {@code in} stands. May read further: what counts is how many
   * bytes it says.
   *
   * @return the record; empty if the file ends before the record does. An {@link
   *     java.io.EOFException} says the same. The record is read again from its beginning when the
   *     file has grown
   * @throws IllegalArgumentException if the bytes are no record; the message says why
   */
  Optional<Taken<T>> next(InputStream in) throws IOException;

  /**
   * What is left at the end of a file that has not grown for a second, where {@link #next} finds no
   * whole record.
   *
   * @return the last record; empty if this is none, so that the file is reported as incomplete
   */
  default Optional<T> rest(byte[] bytes) {
    return Optional.empty();
  }

  /** What the files have, in a few words, for people: {@code records of 16 bytes}. */
  String form();

  /** Records that all have the same length. */
  static RecordReader<byte[]> fixedLength(int recordBytes) {
    return new FixedLengthReader(recordBytes);
  }

  /**
   * A record that was read.
   *
   * @param bytes that it took in the file, 1 or more
   */
  record Taken<T>(T record, long bytes) {}
}
