package io.holdfast.source;

import java.io.Serializable;
import java.util.List;

/**
 * How the body of a pushed request is cut into records. Stateless; used by many threads.
 *
 * @param <T> records
 */
public interface RequestFormat<T> extends Serializable {

  /** How the records are written into blocks. */
  RecordCodec<T> codec();

  /**
   * Whether bodies of this type are taken; others are answered with 415.
   *
   * @param contentType as the request says it, in lower case; empty if it says none
   */
  default boolean accepts(String contentType) {
    return true;
  }

  /**
   * The records of a request, the same ones whenever it is sent again.
   *
   * @param body not empty
   * @throws IllegalArgumentException if it is not of the form; the message, one line, is what the
   *     client is told with 400
   */
  List<T> read(byte[] body);

  /** Text in UTF-8, each line a record. Line ends are LF or CR LF; the last line may lack its. */
  static RequestFormat<String> lines() {
    return LinesFormat.INSTANCE;
  }

  /** The body is the record. */
  static RequestFormat<byte[]> whole() {
    return WholeFormat.INSTANCE;
  }
}
