package io.holdfast.wal;

import io.holdfast.NewerFormatException;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;

/**
 * Walks the frames of one segment and stops at the first place where there is no valid one. It
 * tells where and why, not what that means: the verdict needs evidence from outside. Constant
 * memory; one thread at a time.
 */
final class SegmentScanner {
  /** Why a scan has stopped. */
  enum Stop {
    /** At the limit that was asked for, or exactly at the end of the file. */
    END,
    /** Nothing but zeros follows. */
    ZEROS,
    /** Bytes follow that are no valid frame. */
    BAD_FRAME
  }

  private static final int MAX_WAITS = 16;
  private static final int SEARCHED_AT_ONCE = 64 << 10;

  private final StorageReader reader;
  private final ReadWindow window;
  private final FrameLayout layout;
  private final long limit;
  private long position = SegmentHeader.BYTES;
  private long lsn;
  private int previousCrc;
  private boolean sealed;
  private long records;
  private long watermark;
  private Frame frame;
  private Stop stop;
  private String reason = "";
  private long seenLength;
  private int waits;

  /**
   * @param limit where the log leaves this segment according to the next one, {@link
   *     Long#MAX_VALUE} if unknown
   */
  SegmentScanner(StorageReader reader, SegmentHeader header, long limit) {
    this.reader = reader;
    this.window = new ReadWindow(reader);
    this.layout = new FrameLayout(header.logId(), header.sequence());
    this.limit = limit;
    this.lsn = header.firstLsn() - 1;
    this.watermark = header.durableThroughLsn();
    this.previousCrc = header.predecessor().lastFrameCrc();
  }

  /** Moves to the next valid frame. */
  boolean next() {
    if (stop != null) {
      return false;
    }
    boolean found = step();
    while (!found && hasGrown()) {
      found = step();
    }
    return found;
  }

  /**
   * Whether a live writer has added something since a bad frame was seen: then it was half a frame.
   */
  private boolean hasGrown() {
    if (stop != Stop.BAD_FRAME || waits == MAX_WAITS || reader.length() <= seenLength) {
      return false;
    }
    waits++;
    stop = null;
    reason = "";
    window.clear();
    return true;
  }

  private boolean step() {
    FrameLayout.FrameHeader header = headerHere();
    ByteBuffer payload = header == null ? null : payloadHere(header);
    if (payload == null) {
      return false;
    }
    if (header.type() == FrameLayout.DATA) {
      lsn++;
      records++;
    }
    frame =
        new Frame(
            position,
            typeName(header),
            lsn,
            header.durableThroughLsn(),
            payload,
            header.payloadCrc());
    watermark = Math.max(watermark, header.durableThroughLsn());
    sealed = header.type() == FrameLayout.SEAL;
    previousCrc = header.headerCrc();
    position += FrameLayout.frameBytes(header.lengthBytes());
    return true;
  }

  Frame frame() {
    return frame;
  }

  /** Offset behind the last valid frame. */
  long position() {
    return position;
  }

  long lastLsn() {
    return lsn;
  }

  long records() {
    return records;
  }

  /** Checksum of the last valid frame's header. */
  int lastFrameCrc() {
    return previousCrc;
  }

  /** The highest durable-through LSN that the segment header or a valid frame so far has named. */
  long watermark() {
    return watermark;
  }

  boolean sealed() {
    return sealed;
  }

  Stop stop() {
    return stop;
  }

  /** What is wrong with the bytes at {@link #position()}, in words. */
  String reason() {
    return reason;
  }

  /**
   * The highest watermark named by a frame header that verifies for its place behind the bad frame;
   * 0 if there is none.
   */
  long watermarkBeyond() {
    long best = 0;
    long length = reader.length();
    long at = position + FrameLayout.ALIGNMENT;
    while (at + FrameLayout.HEADER_BYTES <= length) {
      ByteBuffer bytes = window.at(at, (int) Math.min(SEARCHED_AT_ONCE, length - at));
      int end = bytes.limit() - FrameLayout.HEADER_BYTES;
      if (end < 0) {
        return best;
      }
      for (int i = 0; i <= end; i += FrameLayout.ALIGNMENT, at += FrameLayout.ALIGNMENT) {
        if (FrameLayout.looksLikeFrame(bytes, i)) {
          FrameLayout.FrameHeader header = layout.decode(bytes.position(i), at);
          best = header == null ? best : Math.max(best, header.durableThroughLsn());
        }
      }
    }
    return best;
  }

  private FrameLayout.FrameHeader headerHere() {
    seenLength = reader.length();
    long left = Math.min(limit, seenLength) - position;
    if (left <= 0) {
      stop = Stop.END;
      return null;
    }
    ByteBuffer bytes = window.at(position, FrameLayout.HEADER_BYTES);
    FrameLayout.FrameHeader header = layout.decode(bytes, position);
    if (header == null) {
      boolean zeros = zerosToTheEnd();
      return stop(
          zeros ? Stop.ZEROS : Stop.BAD_FRAME,
          zeros ? "only zeros follow" : "no frame header that verifies for this place");
    }
    if (header.previousCrc() != previousCrc) {
      return stop(Stop.BAD_FRAME, "the frame does not link back to the frame before it");
    }
    long expected = header.type() == FrameLayout.DATA ? lsn + 1 : lsn;
    if (header.lsn() != expected) {
      return stop(
          Stop.BAD_FRAME, "the frame has LSN " + header.lsn() + " where " + expected + " is due");
    }
    if (header.lengthBytes() < 0 || FrameLayout.frameBytes(header.lengthBytes()) > left) {
      return stop(Stop.BAD_FRAME, "the segment ends inside the frame");
    }
    return header;
  }

  private ByteBuffer payloadHere(FrameLayout.FrameHeader header) {
    if (!header.known() && !header.skippable()) {
      throw new NewerFormatException(
          reader.location()
              + " offset "
              + position
              + ": frame type "
              + header.type()
              + " was written by a newer version. Use that version of Holdfast, or a newer one.");
    }
    int length = header.lengthBytes();
    ByteBuffer padded =
        window.at(position + FrameLayout.HEADER_BYTES, FrameLayout.paddedBytes(length));
    for (int i = length; i < padded.limit(); i++) {
      if (padded.get(i) != 0) {
        stop(Stop.BAD_FRAME, "the padding of the frame is not zero");
        return null;
      }
    }
    ByteBuffer payload = padded.slice(0, length);
    if (layout.payloadCrc(payload) != header.payloadCrc()) {
      stop(Stop.BAD_FRAME, "the payload of the frame does not match its checksum");
      return null;
    }
    return payload;
  }

  private FrameLayout.FrameHeader stop(Stop why, String words) {
    stop = why;
    reason = words;
    return null;
  }

  private boolean zerosToTheEnd() {
    long length = reader.length();
    for (long at = position; at < length; ) {
      ByteBuffer bytes = window.at(at, (int) Math.min(64 << 10, length - at));
      while (bytes.hasRemaining()) {
        if (bytes.get() != 0) {
          return false;
        }
      }
      at += bytes.limit();
    }
    return true;
  }

  private static String typeName(FrameLayout.FrameHeader header) {
    return switch (header.type()) {
      case FrameLayout.DATA -> "DATA";
      case FrameLayout.MARK -> "MARK";
      case FrameLayout.SEAL -> "SEAL";
      default -> "TYPE_" + (header.type() & 0xFF);
    };
  }
}
