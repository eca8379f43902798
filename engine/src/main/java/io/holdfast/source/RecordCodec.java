package io.holdfast.source;

import io.holdfast.wal.FieldWriter;
import java.io.Serializable;

/**
 * How the records of an input stream are written into blocks. The engine frames each record with
 * its length; a codec sees one record's bytes. Stateless; used by many threads.
 */
public interface RecordCodec<T> extends Serializable {
  void encode(T record, FieldWriter out);

  T decode(byte[] bytes, int offset, int length);

  /** Lines of text as UTF-8. */
  static RecordCodec<String> text() {
    return TextCodec.INSTANCE;
  }

  /** Bytes as they are. */
  static RecordCodec<byte[]> bytes() {
    return BytesCodec.INSTANCE;
  }
}
