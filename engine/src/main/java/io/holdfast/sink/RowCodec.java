package io.holdfast.sink;

import io.holdfast.DriftException;
import java.io.Serializable;

/**
 * One row to bytes and back, for {@link ObjectFileSink}. A part of the checkpointed graph; used by
 * several threads at once.
 *
 * <p>Ready ones: {@link #bytes}, {@link #utf8}, and for objects {@code
 * io.holdfast.sink.kryo.KryoRowCodec}.
 *
 * @param <T> rows
 */
public interface RowCodec<T> extends Serializable {

  /** What it is called in the files that it writes; the same for ever. */
  String name();

  /** What its bytes depend on beside its name, such as a table of classes; stands in each file. */
  default String schema() {
    return "";
  }

  /**
   * Makes sure that bytes written under a schema can be decoded here.
   *
   * @throws DriftException if not, with the differences
   */
  default void requireReadable(String written) {
    if (!written.equals(schema())) {
      throw new DriftException(
          "The rows were written by the codec '"
              + name()
              + "' with the schema '"
              + written
              + "', and here it has '"
              + schema()
              + "'. Read them with the codec of the job that wrote them.");
    }
  }

  /**
   * The bytes of a row; not changed afterwards by anybody.
   *
   * @throws RuntimeException if the row cannot be written faithfully, with the reason
   */
  byte[] encode(T row);

  /**
   * The row of some bytes, which were compared with their checksum.
   *
   * @throws io.holdfast.HoldfastException if they are no row
   */
  T decode(byte[] bytes);

  /** A row in a form that people and comparisons can use. */
  default String text(T row) {
    return String.valueOf(row);
  }

  /** Rows that are bytes already; their text is hexadecimal. */
  static RowCodec<byte[]> bytes() {
    return BytesCodec.INSTANCE;
  }

  /** Strings as UTF-8. */
  static RowCodec<String> utf8() {
    return StringCodec.INSTANCE;
  }
}
