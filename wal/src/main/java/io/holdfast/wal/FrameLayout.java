package io.holdfast.wal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Byte map and checksums of a frame. Little-endian, frames begin at multiples of 8.
 *
 * <pre>
 *   0  4  magic "HFR1"
 *   4  4  header checksum: CRC32C of log id, segment sequence, offset of the frame, then bytes 8 to 39.
 *         The seed makes a frame that lies in the wrong file or at the wrong offset invalid.
 *   8  4  payload length in bytes
 *  12  1  type
 *  13  3  fold of the payload: a second, independent sum of it ({@link PayloadCheck})
 *  16  8  LSN: of the record (DATA), of the last record before (all other types)
 *  24  8  durable-through LSN: every record up to it was forced before this frame was built
 *  32  4  header checksum of the frame before
 *  36  4  CRC32C of the payload
 *  40     payload, then zeros up to a multiple of 8
 * </pre>
 */
final class FrameLayout {
  static final int HEADER_BYTES = 40;
  static final int ALIGNMENT = 8;

  /** A record of the user. */
  static final byte DATA = 1;

  /**
   * No content: carries a newer durable-through LSN behind the last group. Written when idle, not
   * forced.
   */
  static final byte MARK = 2;

  /** The writer ended here on purpose and forced everything before. */
  static final byte SEAL = 3;

  /** Types from here on may be skipped by a reader that does not know them. */
  static final int FIRST_SKIPPABLE_TYPE = 128;

  static final int MAGIC = 0x31524648;

  /** Where a header's checksum lies, and from where on it covers the header. */
  static final int CRC_OFFSET = 4;

  static final int CHECKED_FROM = 8;
  private static final int SEED_BYTES = 32;

  private final CRC32C crc = new CRC32C();
  private final ByteBuffer seed = ByteBuffer.allocate(SEED_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  FrameLayout(LogId logId, long segment) {
    seed.putLong(logId.high()).putLong(logId.low()).putLong(segment);
  }

  static int paddedBytes(int payloadBytes) {
    return Math.addExact(payloadBytes, ALIGNMENT - 1) & -ALIGNMENT;
  }

  static long frameBytes(int payloadBytes) {
    return HEADER_BYTES + (long) paddedBytes(payloadBytes);
  }

  /**
   * Writes a header at the buffer's position and returns its checksum, to which the next frame
   * links back.
   */
  int encode(ByteBuffer out, long offset, FrameHeader header) {
    int start = out.position();
    out.putInt(MAGIC).putInt(0).putInt(header.lengthBytes());
    out.putInt((header.type() & 0xFF) | (PayloadCheck.fold(header.payloadCheck()) << 8));
    out.putLong(header.lsn()).putLong(header.durableThroughLsn());
    out.putInt(header.previousCrc()).putInt(PayloadCheck.crc(header.payloadCheck()));
    int headerCrc = headerCrc(out, start, offset);
    out.putInt(start + CRC_OFFSET, headerCrc);
    return headerCrc;
  }

  /** The header at the buffer's position, or null if there is none that verifies for this place. */
  FrameHeader decode(ByteBuffer in, long offset) {
    int start = in.position();
    if (in.remaining() < HEADER_BYTES || in.getInt(start) != MAGIC) {
      return null;
    }
    int headerCrc = in.getInt(start + CRC_OFFSET);
    if (headerCrc != headerCrc(in, start, offset)) {
      return null;
    }
    int typeAndFold = in.getInt(start + 12);
    return new FrameHeader(
        (byte) typeAndFold,
        in.getInt(start + 8),
        in.getLong(start + 16),
        in.getLong(start + 24),
        in.getInt(start + 32),
        PayloadCheck.of(in.getInt(start + 36), typeAndFold >>> 8),
        headerCrc);
  }

  /** Cheap: whether it is worth to decode what lies at this index. */
  static boolean looksLikeFrame(ByteBuffer in, int index) {
    return in.getInt(index) == MAGIC;
  }

  int payloadCrc(ByteBuffer payload) {
    return PayloadCheck.crc32c(payload, crc);
  }

  long payloadCheck(ByteBuffer payload) {
    return PayloadCheck.of(payload, crc);
  }

  static int crc32c(ByteBuffer payload) {
    return PayloadCheck.crc32c(payload, new CRC32C());
  }

  /** What the checksum of the header at {@code start} has to be. */
  int headerCrc(ByteBuffer header, int start, long offset) {
    crc.reset();
    seed.putLong(SEED_BYTES - Long.BYTES, offset);
    crc.update(seed.array(), 0, SEED_BYTES);
    if (header.hasArray()) {
      crc.update(
          header.array(), header.arrayOffset() + start + CHECKED_FROM, HEADER_BYTES - CHECKED_FROM);
    } else {
      crc.update(header.slice(start + CHECKED_FROM, HEADER_BYTES - CHECKED_FROM));
    }
    return (int) crc.getValue();
  }

  /**
   * What a header says, besides what follows from its place.
   *
   * @param payloadCheck see {@link PayloadCheck}
   */
  record FrameHeader(
      byte type,
      int lengthBytes,
      long lsn,
      long durableThroughLsn,
      int previousCrc,
      long payloadCheck,
      int headerCrc) {

    boolean known() {
      return type == DATA || type == MARK || type == SEAL;
    }

    boolean skippable() {
      return (type & 0xFF) >= FIRST_SKIPPABLE_TYPE;
    }

    int payloadCrc() {
      return PayloadCheck.crc(payloadCheck);
    }

    /** Behind the record {@code last}: the LSN that this frame has to have. */
    long lsnDue(long last) {
      return type == DATA ? last + 1 : last;
    }
  }
}
