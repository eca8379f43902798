package io.holdfast.wal;

import io.holdfast.NewerFormatException;
import io.holdfast.wal.FrameLayout.FrameHeader;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Reads frames of one copy of a segment, each at the place where it is due, and says why there is
 * none. Does not move on by itself and knows nothing of other copies. One thread at a time.
 */
final class FrameProbe {
  private static final int SEARCHED_AT_ONCE = 64 << 10;

  private final StorageReader reader;
  private final ReadWindow window;
  private final FrameLayout layout;
  private final long limit;
  private FrameHeader header;
  private ByteBuffer payload;
  private SegmentScanner.Stop stop;
  private String reason = "";
  private long seenLength;
  private Look lastLook;

  /** What the next frame has to be. */
  record Due(long position, long lastLsn, int previousCrc) {}

  /** What was seen at a place. */
  private record Look(long position, long fileLength, int crc) {}

  FrameProbe(StorageReader reader, SegmentHeader header, long limit) {
    this.reader = reader;
    this.window = new ReadWindow(reader);
    this.layout = new FrameLayout(header.logId(), header.sequence());
    this.limit = limit;
  }

  /**
   * Looks for the frame that is due. That there is none is said of the file as long as it is now.
   *
   * @return whether it is there and verifies; then {@link #header} and {@link #payload} have it,
   *     otherwise {@link #stop} and {@link #reason} say what is there
   */
  boolean read(Due due) {
    // Asking for the length at every frame would cost more than verifying a small one.
    if (attempt(due)) {
      return true;
    }
    long length = reader.length();
    if (length == seenLength) {
      return false;
    }
    seenLength = length;
    window.clear();
    return attempt(due);
  }

  private boolean attempt(Due due) {
    stop = null;
    reason = "";
    header = null;
    payload = null;
    FrameHeader found = headerAt(due);
    payload = found == null ? null : payloadOf(found, due.position());
    header = payload == null ? null : found;
    return header != null;
  }

  FrameHeader header() {
    return header;
  }

  /** Valid until the next {@link #read}. */
  ByteBuffer payload() {
    return payload;
  }

  SegmentScanner.Stop stop() {
    return stop;
  }

  String reason() {
    return reason;
  }

  StorageReader reader() {
    return reader;
  }

  /**
   * Reads again what is where the frame is due, and says whether it differs from what was there
   * when this was asked before; the first time for a place it always does. The length alone would
   * not tell: a writer may have filled the file with zeros ahead of its frames.
   */
  boolean hasChanged(Due due) {
    window.clear();
    seenLength = reader.length();
    ByteBuffer bytes =
        window.at(due.position(), (int) Math.min(SEARCHED_AT_ONCE, seenLength - due.position()));
    Look look = new Look(due.position(), seenLength, PayloadCheck.crc32c(bytes, new CRC32C()));
    boolean changed = !look.equals(lastLook);
    lastLook = look;
    return changed;
  }

  /**
   * The highest watermark named by a frame header that verifies for its place behind {@code
   * position}; 0 if there is none.
   */
  long watermarkBeyond(long position) {
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
          FrameHeader beyond = layout.decode(bytes.position(i), at);
          best = beyond == null ? best : Math.max(best, beyond.durableThroughLsn());
        }
      }
    }
    return best;
  }

  /** The flipped bit that explains why the frame that is due does not verify; null if none does. */
  FlippedBit flippedBit(Due due) {
    return new BitFlipSearch(window, layout, Math.min(limit, reader.length())).find(due);
  }

  private FrameHeader headerAt(Due due) {
    long left = Math.min(limit, seenLength) - due.position();
    if (left <= 0) {
      stop = SegmentScanner.Stop.END;
      return null;
    }
    FrameHeader found =
        layout.decode(window.at(due.position(), FrameLayout.HEADER_BYTES), due.position());
    if (found == null) {
      boolean zeros = zerosFrom(due.position());
      return stop(
          zeros ? SegmentScanner.Stop.ZEROS : SegmentScanner.Stop.BAD_FRAME,
          zeros ? "only zeros follow" : "no frame header that verifies for this place");
    }
    if (found.previousCrc() != due.previousCrc()) {
      return bad("the frame does not link back to the frame before it");
    }
    long expected = found.lsnDue(due.lastLsn());
    if (found.lsn() != expected) {
      return bad("the frame has LSN " + found.lsn() + " where " + expected + " is due");
    }
    if (found.lengthBytes() < 0 || FrameLayout.frameBytes(found.lengthBytes()) > left) {
      return bad("the segment ends inside the frame");
    }
    return found;
  }

  private ByteBuffer payloadOf(FrameHeader found, long position) {
    if (!found.known() && !found.skippable()) {
      throw new NewerFormatException(
          reader.location()
              + " offset "
              + position
              + ": frame type "
              + found.type()
              + " was written by a newer version. Use that version of Holdfast, or a newer one.");
    }
    int length = found.lengthBytes();
    ByteBuffer padded =
        window.at(position + FrameLayout.HEADER_BYTES, FrameLayout.paddedBytes(length));
    for (int i = length; i < padded.limit(); i++) {
      if (padded.get(i) != 0) {
        bad("the padding of the frame is not zero");
        return null;
      }
    }
    ByteBuffer bytes = padded.limit() == length ? padded : padded.slice(0, length);
    if (layout.payloadCrc(bytes) != found.payloadCrc()) {
      bad("the payload of the frame does not match its checksum");
      return null;
    }
    return bytes;
  }

  private FrameHeader bad(String words) {
    return stop(SegmentScanner.Stop.BAD_FRAME, words);
  }

  private FrameHeader stop(SegmentScanner.Stop why, String words) {
    stop = why;
    reason = words;
    return null;
  }

  private boolean zerosFrom(long position) {
    for (long at = position; at < seenLength; ) {
      ByteBuffer bytes = window.at(at, (int) Math.min(64 << 10, seenLength - at));
      if (!bytes.hasRemaining()) {
        return true;
      }
      while (bytes.remaining() >= Long.BYTES) {
        if (bytes.getLong() != 0) {
          return false;
        }
      }
      while (bytes.hasRemaining()) {
        if (bytes.get() != 0) {
          return false;
        }
      }
      at += bytes.limit();
    }
    return true;
  }
}
