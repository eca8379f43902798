package io.holdfast.wal;

import io.holdfast.HoldfastException;
import io.holdfast.wal.FrameCheck.Answer;
import io.holdfast.wal.FrameLayout.FrameHeader;
import io.holdfast.wal.FrameProbe.Due;
import io.holdfast.wal.LogFiles.Link;
import io.holdfast.wal.OffsetExplanation.Beyond;
import io.holdfast.wal.OffsetExplanation.Place;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Asks every predicate of the frame that is due at a place, also behind the first that does not
 * hold, where {@link FrameProbe} stops. Reads one copy of a file. Used once, by one thread.
 */
final class FrameExplainer {
  private static final String PADDING = "the padding is zero";
  private static final String PAYLOAD = "the payload matches its checksum";

  private final StorageReader reader;
  private final FrameLayout layout;
  private final long limit;
  private final List<FrameCheck> checks = new ArrayList<>();
  private boolean asked = true;

  private FrameExplainer(StorageReader reader, SegmentHeader header, long limit) {
    this.reader = reader;
    this.layout = new FrameLayout(header.logId(), header.sequence());
    this.limit = Math.min(limit, reader.length());
  }

  static OffsetExplanation explain(
      StorageReader reader, Link link, SegmentReport report, long offset) {
    SegmentHeader header = link.segment().header();
    if (offset >= reader.length()) {
      return new OffsetExplanation(
          report, Place.OUTSIDE, reader.length(), 0, 0, List.of(), Optional.empty());
    } else if (offset < SegmentHeader.BYTES) {
      return new OffsetExplanation(
          report,
          Place.SEGMENT_HEADER,
          0,
          SegmentHeader.BYTES,
          header.firstLsn() - 1,
          List.of(),
          Optional.empty());
    }
    long limit = SegmentJudge.limit(link);
    SegmentScanner scanner = new SegmentScanner(reader, header, limit);
    Due due = scanner.due();
    while (next(scanner) && scanner.position() <= offset) {
      due = scanner.due();
    }
    FrameExplainer explainer = new FrameExplainer(reader, header, limit);
    explainer.ask(due);
    boolean covered = scanner.position() > offset && scanner.position() > due.position();
    return covered
        ? explainer.inside(report, due, scanner, offset)
        : explainer.behind(report, due, offset);
  }

  /** A frame of an unknown type ends the walk like one that does not verify. */
  private static boolean next(SegmentScanner scanner) {
    try {
      return scanner.next();
    } catch (HoldfastException e) {
      return false;
    }
  }

  private OffsetExplanation inside(
      SegmentReport report, Due due, SegmentScanner scanner, long offset) {
    long at = offset - due.position();
    int payload = scanner.frame().payload().remaining();
    Place place =
        at < FrameLayout.HEADER_BYTES
            ? Place.FRAME_HEADER
            : at < FrameLayout.HEADER_BYTES + payload ? Place.PAYLOAD : Place.PADDING;
    return new OffsetExplanation(
        report,
        place,
        due.position(),
        scanner.position() - due.position(),
        scanner.frame().lsn(),
        checks,
        Optional.empty());
  }

  private OffsetExplanation behind(SegmentReport report, Due due, long offset) {
    return new OffsetExplanation(
        report, Place.BEHIND, due.position(), 0, due.lastLsn(), checks, beyond(due, offset));
  }

  /** The nearest header at or before the offset that verifies, if its frame covers the offset. */
  private Optional<Beyond> beyond(Due due, long offset) {
    long first = due.position();
    for (long at = offset & -FrameLayout.ALIGNMENT; at > first; at -= FrameLayout.ALIGNMENT) {
      FrameHeader found = layout.decode(read(at, FrameLayout.HEADER_BYTES), at);
      if (found != null) {
        boolean covers = offset < at + FrameLayout.frameBytes(Math.max(0, found.lengthBytes()));
        return covers
            ? Optional.of(new Beyond(at, found.lsn(), found.durableThroughLsn()))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private void ask(Due due) {
    long left = limit - due.position();
    ByteBuffer read = read(due.position(), FrameLayout.HEADER_BYTES);
    boolean whole = read.remaining() == FrameLayout.HEADER_BYTES && left > 0;
    check("a frame header fits in before the end", whole, Math.max(0, left) + " bytes are left");
    ByteBuffer bytes = ByteBuffer.allocate(FrameLayout.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(read.duplicate()).clear();
    int magic = bytes.getInt(0);
    boolean marked = magic == FrameLayout.MAGIC;
    check("it begins with the magic of frames", marked, marked ? "HFR1" : hex(magic));
    int stored = bytes.getInt(FrameLayout.CRC_OFFSET);
    int computed = layout.headerCrc(bytes, 0, due.position());
    check(
        "the header checksum is that of these bytes, in this log, segment and place",
        stored == computed,
        compared(hex(stored), hex(computed)));
    // What stands in a header that does not verify means nothing.
    asked = whole && marked && stored == computed;
    follows(bytes, due);
    content(bytes, due, left);
  }

  private void follows(ByteBuffer bytes, Due due) {
    int previous = bytes.getInt(32);
    check(
        "it names the header checksum of the frame before",
        previous == due.previousCrc(),
        compared(hex(previous), hex(due.previousCrc())));
    long lsn = bytes.getLong(16);
    long lsnDue = bytes.get(12) == FrameLayout.DATA ? due.lastLsn() + 1 : due.lastLsn();
    check("its LSN is the one that is due", lsn == lsnDue, compared("" + lsn, "" + lsnDue));
  }

  private void content(ByteBuffer bytes, Due due, long left) {
    FrameHeader header = asked ? layout.decode(bytes, due.position()) : null;
    boolean known = header != null && (header.known() || header.skippable());
    check("its type is known, or may be passed over", known, "type " + (bytes.get(12) & 0xFF));
    int length = bytes.getInt(8);
    boolean fits = length >= 0 && length <= left && FrameLayout.frameBytes(length) <= left;
    check(
        "the whole frame fits in before the end",
        fits,
        Integer.toUnsignedString(length) + " bytes of payload");
    asked &= fits;
    if (asked) {
      payload(
          read(due.position() + FrameLayout.HEADER_BYTES, FrameLayout.paddedBytes(length)), bytes);
    } else {
      check(PADDING, false, "");
      check(PAYLOAD, false, "");
    }
  }

  private void payload(ByteBuffer padded, ByteBuffer header) {
    int length = header.getInt(8);
    boolean zeros = true;
    for (int i = length; i < padded.limit(); i++) {
      zeros &= padded.get(i) == 0;
    }
    check(PADDING, zeros, padded.limit() - length + " bytes");
    int crc = layout.payloadCrc(padded.slice(0, length));
    int stored = header.getInt(36);
    check(PAYLOAD, crc == stored, compared(hex(stored), hex(crc)));
  }

  private void check(String predicate, boolean holds, String found) {
    Answer answer = holds ? Answer.YES : Answer.NO;
    checks.add(new FrameCheck(predicate, asked ? answer : Answer.NOT_ASKED, found));
  }

  private static String compared(String found, String due) {
    return found.equals(due) ? found : found + ", due is " + due;
  }

  private static String hex(int crc) {
    return String.format(Locale.ROOT, "%08x", crc);
  }

  private ByteBuffer read(long offset, int length) {
    int wanted = (int) Math.max(0, Math.min(length, reader.length() - offset));
    ByteBuffer bytes = ByteBuffer.allocate(wanted).order(ByteOrder.LITTLE_ENDIAN);
    reader.read(offset, bytes);
    return bytes.flip();
  }
}
