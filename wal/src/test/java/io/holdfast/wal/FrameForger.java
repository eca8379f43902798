package io.holdfast.wal;

import io.holdfast.wal.FrameLayout.FrameHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.UnaryOperator;

/**
 * Writes the frames of a segment anew with other contents and right checksums, as a faulty writer
 * would have written them, or as a faulty reader would take them.
 */
public final class FrameForger {
  private static final int LINK_IN_HEADER = 80;
  private final FrameLayout layout;
  private final SegmentHeader header;
  private int oldLink;
  private int newLink;

  /** What of a frame can be forged. */
  public record Forged(
      byte type, long lsn, long durableThroughLsn, boolean linked, boolean payloadMatches) {

    public boolean isMark() {
      return type == FrameLayout.MARK;
    }

    public Forged durableThrough(long value) {
      return new Forged(type, lsn, value, linked, payloadMatches);
    }

    public Forged matchingPayload() {
      return new Forged(type, lsn, durableThroughLsn, linked, true);
    }
  }

  private FrameForger(SegmentHeader header, int newLink) {
    this.header = header;
    this.layout = new FrameLayout(header.logId(), header.sequence());
    this.oldLink = header.predecessor().lastFrameCrc();
    this.newLink = newLink;
  }

  /**
   * Begins with the header of a segment.
   *
   * @param link what the segment before now ends with; the header is changed to say so
   */
  public static FrameForger of(byte[] segment, LinkOf link) {
    ByteBuffer bytes = ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN);
    SegmentHeader header;
    try {
      header =
          SegmentHeader.decode(
              ByteBuffer.wrap(segment, 0, Math.min(segment.length, SegmentHeader.BYTES)), null, "");
    } catch (RuntimeException e) {
      return null;
    }
    int newLink = link.of(header.predecessor().lastFrameCrc());
    if (newLink != header.predecessor().lastFrameCrc()) {
      SegmentHeader.Predecessor before = header.predecessor();
      SegmentHeader changed =
          new SegmentHeader(
              header.logId(),
              header.epoch(),
              header.sequence(),
              header.firstLsn(),
              new SegmentHeader.Predecessor(before.sequence(), before.validLength(), newLink),
              header.durableThroughLsn(),
              header.createdMillis());
      bytes.put(0, changed.encode(), 0, SegmentHeader.BYTES);
      if (bytes.getInt(LINK_IN_HEADER) != newLink) {
        throw new AssertionError("the header's link has moved");
      }
    }
    return new FrameForger(header, newLink);
  }

  /** Knows by which header checksum another was replaced. */
  public interface LinkOf {
    int of(int oldHeaderCrc);
  }

  /** The header checksum of the last frame as it was, and as it is now. */
  public int oldLink() {
    return oldLink;
  }

  public int newLink() {
    return newLink;
  }

  public SegmentHeader header() {
    return header;
  }

  /**
   * Changes the frames from {@code offset} on, in place, up to the first bytes that are no frame.
   *
   * @return the offset of what was not changed
   */
  public int forge(byte[] bytes, int start, int offset, UnaryOperator<Forged> change) {
    int at = start;
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (at + FrameLayout.HEADER_BYTES <= bytes.length) {
      FrameHeader frame = layout.decode(in.position(at).limit(bytes.length), offset + at - start);
      if (frame == null
          || frame.lengthBytes() < 0
          || at + FrameLayout.frameBytes(frame.lengthBytes()) > bytes.length) {
        return at;
      }
      ByteBuffer payload =
          ByteBuffer.wrap(bytes, at + FrameLayout.HEADER_BYTES, frame.lengthBytes()).slice();
      long check = layout.payloadCheck(payload);
      Forged as =
          change.apply(
              new Forged(
                  frame.type(),
                  frame.lsn(),
                  frame.durableThroughLsn(),
                  frame.previousCrc() == oldLink,
                  frame.payloadCrc() == PayloadCheck.crc(check)));
      oldLink = frame.headerCrc();
      int link = as.linked() ? newLink : frame.previousCrc();
      newLink =
          layout.encode(
              in.position(at),
              offset + at - start,
              new FrameHeader(
                  as.type(),
                  frame.lengthBytes(),
                  as.lsn(),
                  as.durableThroughLsn(),
                  link,
                  as.payloadMatches() ? check : frame.payloadCheck(),
                  0));
      at += (int) FrameLayout.frameBytes(frame.lengthBytes());
    }
    return at;
  }
}
