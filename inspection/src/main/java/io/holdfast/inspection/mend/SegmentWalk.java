package io.holdfast.inspection.mend;

import io.holdfast.NewerFormatException;
import io.holdfast.inspection.mend.LogParts.Segment;
import io.holdfast.wal.FrameCodec;
import io.holdfast.wal.FrameCodec.Head;
import io.holdfast.wal.LogId;
import io.holdfast.wal.ReadWindow;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** One walk through a segment, from frame to frame and over what is not one. Used once. */
final class SegmentWalk {
  private static final int FIRST_SKIPPABLE_TYPE = 128;

  private final Segment segment;
  private final Storage storage;
  private final FrameCodec codec;
  private final long limit;
  private final List<Piece> pieces = new ArrayList<>();

  SegmentWalk(Storage storage, Segment segment, LogId id, long limit) {
    this.storage = storage;
    this.segment = segment;
    this.limit = limit;
    this.codec = new FrameCodec(id, segment.sequence());
  }

  Segment run() {
    try (StorageReader reader = storage.open(segment.path())) {
      ReadWindow window = new ReadWindow(reader);
      long end = Math.min(limit, reader.length());
      long at = SegmentHeader.BYTES;
      while (at + FrameCodec.HEADER_BYTES <= end) {
        Head head = valid(window, at, end, reader.location());
        if (head == null) {
          at += FrameCodec.ALIGNMENT;
        } else {
          add(at, head);
          at += head.frameBytes();
        }
      }
    }
    return new Segment(segment.path(), segment.sequence(), segment.header(), limit, pieces);
  }

  private Head valid(ReadWindow window, long at, long end, String location) {
    ByteBuffer bytes = window.at(at, FrameCodec.HEADER_BYTES);
    if (bytes.remaining() < FrameCodec.HEADER_BYTES || !FrameCodec.looksLikeFrame(bytes, 0)) {
      return null;
    }
    Head head = codec.head(bytes, at);
    if (head == null || head.lengthBytes() < 0 || at + head.frameBytes() > end) {
      return null;
    }
    ByteBuffer frame = window.at(at, (int) head.frameBytes());
    if (frame.remaining() < head.frameBytes()) {
      return null;
    }
    for (int i = FrameCodec.HEADER_BYTES + head.lengthBytes(); i < frame.limit(); i++) {
      if (frame.get(i) != 0) {
        return null;
      }
    }
    if (!codec.verifies(head, frame.slice(FrameCodec.HEADER_BYTES, head.lengthBytes()))) {
      return null;
    }
    boolean known = head.type() >= 1 && head.type() <= 3;
    if (!known && head.type() < FIRST_SKIPPABLE_TYPE) {
      throw new NewerFormatException(
          location
              + " offset "
              + at
              + ": frame type "
              + head.type()
              + " was written by a newer version. Use that version of Holdfast, or a newer one.");
    }
    return head;
  }

  private void add(long at, Head head) {
    boolean record = head.typeName().equals("DATA");
    Piece last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
    boolean follows =
        last != null
            && last.end() == at
            && last.lastCrc() == head.previousCrc()
            && head.lsn() == last.lastLsn() + (record ? 1 : 0);
    long first = record ? head.lsn() : head.lsn() + 1;
    Piece piece =
        follows
            ? new Piece(
                last.start(),
                at + head.frameBytes(),
                last.firstLsn(),
                head.lsn(),
                last.previousCrc(),
                head.crc())
            : new Piece(
                at, at + head.frameBytes(), first, head.lsn(), head.previousCrc(), head.crc());
    if (follows) {
      pieces.set(pieces.size() - 1, piece);
    } else if (last == null || first > last.lastLsn()) {
      pieces.add(piece);
    }
  }
}
