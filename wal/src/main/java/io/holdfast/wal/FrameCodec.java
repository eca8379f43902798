package io.holdfast.wal;

import io.holdfast.wal.FrameLayout.FrameHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The frames of one segment as bytes, for tools that take a segment apart and put it together
 * again. Knows nothing of the log around it: what a frame means is judged by {@link LogScanner}.
 * Used by one thread.
 */
public final class FrameCodec {
  /** Length of what precedes the payload. */
  public static final int HEADER_BYTES = FrameLayout.HEADER_BYTES;

  /** Frames begin at multiples of it. */
  public static final int ALIGNMENT = FrameLayout.ALIGNMENT;

  private final FrameLayout layout;

  /**
   * What the header of a frame says.
   *
   * @param type 1 a record, 2 a mark, 3 a seal; others are of newer versions
   * @param lengthBytes of the payload
   * @param lsn of the record, or of the last record before
   * @param durableThroughLsn every record up to it was durable before the frame was built
   * @param previousCrc the checksum of the frame before
   * @param payloadCrc CRC32C of the payload
   * @param crc the header's own checksum
   */
  public record Head(
      int type,
      int lengthBytes,
      long lsn,
      long durableThroughLsn,
      int previousCrc,
      int payloadCrc,
      int crc) {

    /** Of the whole frame with its padding. */
    public long frameBytes() {
      return FrameLayout.frameBytes(lengthBytes);
    }

    /** The name of the type, as in {@link Frame#type()}. */
    public String typeName() {
      return FrameCodec.typeName(type);
    }
  }

  public FrameCodec(LogId logId, long segment) {
    this.layout = new FrameLayout(logId, segment);
  }

  /**
   * The header at the buffer's position; null if there is none that verifies for this place in this
   * segment.
   *
   * @param in little-endian
   */
  public Head head(ByteBuffer in, long offset) {
    FrameHeader found = layout.decode(in, offset);
    return found == null
        ? null
        : new Head(
            found.type() & 0xFF,
            found.lengthBytes(),
            found.lsn(),
            found.durableThroughLsn(),
            found.previousCrc(),
            found.payloadCrc(),
            found.headerCrc());
  }

  /** Whether a payload has the checksum that its frame's header names. */
  public boolean verifies(Head head, ByteBuffer payload) {
    return layout.payloadCrc(payload) == head.payloadCrc();
  }

  /** A whole frame: header with all its checksums, payload, padding. */
  public ByteBuffer encode(
      long offset,
      int type,
      long lsn,
      long durableThroughLsn,
      int previousCrc,
      ByteBuffer payload) {
    int length = payload.remaining();
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(FrameLayout.frameBytes(length)))
            .order(ByteOrder.LITTLE_ENDIAN);
    layout.encode(
        out,
        offset,
        new FrameHeader(
            (byte) type,
            length,
            lsn,
            durableThroughLsn,
            previousCrc,
            layout.payloadCheck(payload),
            0));
    out.put(payload.duplicate());
    return out.position(0);
  }

  /** How many bytes a payload of this length takes with its padding. */
  public static int paddedBytes(int payloadBytes) {
    return FrameLayout.paddedBytes(payloadBytes);
  }

  /** Cheap: whether a header may lie at this index of a little-endian buffer. */
  public static boolean looksLikeFrame(ByteBuffer in, int index) {
    return FrameLayout.looksLikeFrame(in, index);
  }

  /** The name of a type. */
  public static String typeName(int type) {
    return switch (type) {
      case FrameLayout.DATA -> "DATA";
      case FrameLayout.MARK -> "MARK";
      case FrameLayout.SEAL -> "SEAL";
      default -> "TYPE_" + type;
    };
  }

  /** The type of a name; -1 if it is none. */
  public static int typeOf(String name) {
    for (int type = 0; type < 256; type++) {
      if (typeName(type).equals(name)) {
        return type;
      }
    }
    return -1;
  }
}
