package io.holdfast.wal;

import java.nio.ByteBuffer;

/**
 * A frame that has passed all its checks.
 *
 * @param offset of its header in the segment
 * @param type {@code DATA}, {@code MARK}, {@code SEAL}, or the number of an unknown skippable type
 * @param lsn of the record, or of the last record before
 * @param durableThroughLsn the watermark it carries
 * @param payload its content; the view is valid until the scan moves on
 */
public record Frame(
    long offset,
    String type,
    long lsn,
    long durableThroughLsn,
    ByteBuffer payload,
    int payloadCrc) {

  public boolean isRecord() {
    return "DATA".equals(type);
  }

  public LogHandle handle(long segment) {
    return new LogHandle(lsn, segment, offset, payload.remaining(), payloadCrc);
  }
}
