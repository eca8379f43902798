package io.holdfast.wal;

import io.holdfast.wal.FrameLayout.FrameHeader;
import io.holdfast.wal.FrameProbe.Due;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Tells a frame with one flipped bit from a frame that a crash has torn. A crash loses sectors of
 * {@value #SECTOR_BYTES} bytes or parts of them; it does not change a single bit, unless what it
 * lost was zero but for that bit. So a bad frame that one flipped bit makes whole, in a sector that
 * has more to lose than that bit, was whole once: it is damage, whether or not anything else proves
 * that the frame was durable.
 */
final class BitFlipSearch {
  private static final int SECTOR_BYTES = 512;

  private final ReadWindow window;
  private final FrameLayout layout;
  private final long end;

  /**
   * @param end where the segment ends
   */
  BitFlipSearch(ReadWindow window, FrameLayout layout, long end) {
    this.window = window;
    this.layout = layout;
    this.end = end;
  }

  /** The bit, or null. */
  FlippedBit find(Due due) {
    ByteBuffer raw = window.at(due.position(), FrameLayout.HEADER_BYTES);
    if (raw.remaining() < FrameLayout.HEADER_BYTES) {
      return null;
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(FrameLayout.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN).put(raw);
    FrameHeader header = layout.decode(bytes.flip(), due.position());
    if (header == null) {
      return inHeader(bytes, due);
    }
    return fits(header, due) ? inPayload(header, due.position()) : null;
  }

  /** Whether this is the frame that is due, so that a flipped bit in it is all that is wrong. */
  private boolean fits(FrameHeader header, Due due) {
    return header.previousCrc() == due.previousCrc()
        && header.lsn() == header.lsnDue(due.lastLsn())
        && (header.known() || header.skippable())
        && header.durableThroughLsn() <= due.lastLsn()
        && header.lengthBytes() >= 0
        && due.position() + FrameLayout.frameBytes(header.lengthBytes()) <= end;
  }

  private FlippedBit inHeader(ByteBuffer bytes, Due due) {
    int magic = bytes.getInt(0) ^ FrameLayout.MAGIC;
    int sum = bytes.getInt(FrameLayout.CRC_OFFSET) ^ layout.headerCrc(bytes, 0, due.position());
    long bit;
    if (magic != 0) {
      bit = sum == 0 && Integer.bitCount(magic) == 1 ? Integer.numberOfTrailingZeros(magic) : -1;
    } else if (Integer.bitCount(sum) == 1) {
      bit = FrameLayout.CRC_OFFSET * 8L + Integer.numberOfTrailingZeros(sum);
    } else {
      bit = SyndromeSearch.flippedBit(sum, FrameLayout.HEADER_BYTES - FrameLayout.CHECKED_FROM);
      bit = bit < 0 ? bit : bit + FrameLayout.CHECKED_FROM * 8L;
    }
    if (bit < 0) {
      return null;
    }
    FlippedBit flipped =
        new FlippedBit(
            due.position() + bit / 8, (int) (bit % 8), bytes.get((int) (bit / 8)) & 0xFF);
    bytes.put((int) (bit / 8), (byte) flipped.written());
    FrameHeader repaired = layout.decode(bytes, due.position());
    if (repaired == null || !fits(repaired, due)) {
      return null;
    }
    return unlessTorn(flipped, due.position() + FrameLayout.frameBytes(repaired.lengthBytes()));
  }

  private FlippedBit inPayload(FrameHeader header, long position) {
    int length = header.lengthBytes();
    long start = position + FrameLayout.HEADER_BYTES;
    ByteBuffer padded = window.at(start, FrameLayout.paddedBytes(length));
    ByteBuffer payload = padded.slice(0, length).order(ByteOrder.LITTLE_ENDIAN);
    int difference = layout.payloadCrc(payload) ^ header.payloadCrc();
    long bit;
    if (difference == 0) {
      bit = inPadding(padded, length);
    } else {
      // Beside a wrong record the padding must be right, or two things are wrong.
      bit = isZero(padded, length) ? inRecord(payload, header, difference) : -1;
    }
    if (bit < 0) {
      return null;
    }
    int read = padded.get((int) (bit / 8)) & 0xFF;
    return unlessTorn(
        new FlippedBit(start + bit / 8, (int) (bit % 8), read),
        start + FrameLayout.paddedBytes(length));
  }

  private static boolean isZero(ByteBuffer padded, int from) {
    for (int i = from; i < padded.limit(); i++) {
      if (padded.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  private static long inPadding(ByteBuffer padded, int length) {
    long bit = -1;
    for (int i = length; i < padded.limit(); i++) {
      int read = padded.get(i) & 0xFF;
      if (read != 0) {
        if (bit >= 0 || Integer.bitCount(read) != 1) {
          return -1;
        }
        bit = i * 8L + Integer.numberOfTrailingZeros(read);
      }
    }
    return bit;
  }

  private static long inRecord(ByteBuffer payload, FrameHeader header, int difference) {
    int length = header.lengthBytes();
    long bit = SyndromeSearch.flippedBit(difference, length);
    if (bit < 0) {
      return -1;
    }
    int fold = PayloadCheck.foldOf(payload) ^ PayloadCheck.foldOfFlip(length, bit);
    return fold == PayloadCheck.fold(header.payloadCheck()) ? bit : -1;
  }

  /**
   * Null if a crash may have lost just that bit: it was one, is zero, and all that follows in its
   * sector, as far as the frame reaches, is zero as well.
   */
  private FlippedBit unlessTorn(FlippedBit flipped, long frameEnd) {
    long sectorEnd = (flipped.offset() / SECTOR_BYTES + 1) * SECTOR_BYTES;
    int rest = (int) (Math.min(sectorEnd, frameEnd) - flipped.offset());
    ByteBuffer behind = window.at(flipped.offset(), rest);
    while (behind.hasRemaining()) {
      if (behind.get() != 0) {
        return flipped;
      }
    }
    return null;
  }
}
