package io.holdfast.wal;

import java.io.Serializable;

/**
 * Where a record lies and what it must look like; enough to read it back and to notice that it is
 * not what was written.
 *
 * @param lsn its log sequence number, consecutive from 1 within a log
 * @param segment the segment's sequence number
 * @param offset of its frame in the segment, in bytes
 * @param lengthBytes of the payload
 * @param crc32c of the payload
 */
public record LogHandle(long lsn, long segment, long offset, int lengthBytes, int crc32c)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public void writeTo(FieldWriter out) {
    out.putVarLong(lsn)
        .putVarLong(segment)
        .putVarLong(offset)
        .putVarInt(lengthBytes)
        .putInt(crc32c);
  }

  public static LogHandle readFrom(FieldReader in) {
    return new LogHandle(in.varLong(), in.varLong(), in.varLong(), in.varInt(), in.intValue());
  }
}
