package io.holdfast.inspection.mend;

import io.holdfast.inspection.LogKind;
import io.holdfast.wal.FrameCodec;
import io.holdfast.wal.FrameCodec.Head;
import io.holdfast.wal.LogId;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.SegmentHeader.Predecessor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * A segment that is being settled: frames that stay where they are, other bytes in the place of
 * some, others behind them. Knows at any time where it stands, so that the next frame links to it.
 */
final class SegmentDraft {
  private static final int SEAL = FrameCodec.typeOf("SEAL");
  private static final int DATA = FrameCodec.typeOf("DATA");
  private static final int SKIPPED = 255;

  private final String path;
  private final LogKind kind;
  private final FrameCodec codec;
  private final FileContent content;
  private final ByteArrayOutputStream tail = new ByteArrayOutputStream();
  private Patches patches = new Patches();
  private SegmentHeader header;
  private long position = SegmentHeader.BYTES;
  private int chain;
  private int lastType;
  private long last;
  private boolean cut;
  private boolean changed;

  /**
   * Begins with a file and the header that it has.
   *
   * @param content the file as it is
   * @param header as the file should have it
   */
  SegmentDraft(String path, FileContent content, LogId id, SegmentHeader header, LogKind kind) {
    this.path = path;
    this.content = content;
    this.kind = kind;
    this.header = header;
    this.codec = new FrameCodec(id, header.sequence());
    this.chain = header.predecessor().lastFrameCrc();
    this.last = header.firstLsn() - 1;
  }

  /** What the next segment has to know of this one. */
  Predecessor asPredecessor() {
    return new Predecessor(header.sequence(), position, chain);
  }

  SegmentHeader header() {
    return header;
  }

  /** The last record so far. */
  long last() {
    return last;
  }

  /** Where the frames end so far. */
  long position() {
    return position;
  }

  int chain() {
    return chain;
  }

  boolean isCut() {
    return cut;
  }

  boolean isChanged() {
    return changed;
  }

  /** Nothing of what follows in the file is taken. */
  void cut() {
    cut = true;
    changed = true;
  }

  void header(SegmentHeader other) {
    header = other;
    patches = patches.and(new Patches().add(0, other.encode().array()));
    changed = true;
  }

  /** Takes a piece of frames that link to what is before them. */
  void take(Piece piece, int type) {
    lastType = type;
    chain = piece.lastCrc();
    position = piece.end();
    last = piece.lastLsn();
  }

  /** Takes a frame, with a new link if what is before it has changed. */
  void take(long offset, Head head, ByteBuffer payload) {
    if (head.previousCrc() == chain) {
      chain = head.crc();
    } else {
      ByteBuffer again =
          codec.encode(offset, head.type(), head.lsn(), head.durableThroughLsn(), chain, payload);
      patches.add(offset, bytes(again, FrameCodec.HEADER_BYTES));
      chain = again.getInt(4);
      changed = true;
    }
    lastType = head.type();
    last = head.lsn();
    position = offset + head.frameBytes();
  }

  /** Fills the place up to {@code until} exactly, by records through {@code lastLost}. */
  void fillPlace(long until, long lastLost) {
    ByteBuffer shortest = Filler.shortest(kind);
    int least = FrameCodec.HEADER_BYTES + FrameCodec.paddedBytes(shortest.remaining());
    while (last < lastLost) {
      long bytes = last + 1 == lastLost ? until - position : least;
      if (bytes < least || position + bytes > until) {
        throw new UnmendableException(
            path
                + " offset "
                + position
                + ": "
                + (lastLost - last)
                + " records are missing where only "
                + (until - position)
                + " bytes are. Restore the file from a copy. Nothing was changed.");
      }
      last++;
      put(DATA, last - 1, Filler.padded(kind, (int) bytes - FrameCodec.HEADER_BYTES));
    }
    if (position < until) {
      put(
          SKIPPED,
          Math.min(last, header.durableThroughLsn()),
          ByteBuffer.allocate((int) (until - position) - FrameCodec.HEADER_BYTES));
    }
  }

  private void put(int type, long durable, ByteBuffer payload) {
    ByteBuffer frame = codec.encode(position, type, last, durable, chain, payload);
    patches.add(position, bytes(frame, frame.limit()));
    passed(type, frame);
  }

  /** Adds records that stand for lost ones behind all frames. */
  void fillThrough(long through) {
    while (last < through) {
      last++;
      append(DATA, last - 1, Filler.shortest(kind));
    }
  }

  /** Says that this is where the log ends; once. */
  void seal() {
    if (lastType != SEAL) {
      append(SEAL, last, ByteBuffer.allocate(0));
    }
    changed = true;
    cut |= position < content.length();
  }

  private void append(int type, long durable, ByteBuffer payload) {
    ByteBuffer frame = codec.encode(position, type, last, durable, chain, payload);
    tail.writeBytes(bytes(frame, frame.limit()));
    passed(type, frame);
  }

  private static byte[] bytes(ByteBuffer frame, int length) {
    byte[] bytes = new byte[length];
    frame.get(0, bytes);
    return bytes;
  }

  private void passed(int type, ByteBuffer frame) {
    chain = frame.getInt(4);
    position += frame.limit();
    lastType = type;
    changed = true;
  }

  /** Whether more than zeros follows on the frames in the file. */
  boolean hasMore() {
    return tail.size() == 0 && content.endOfData(path, position) > position;
  }

  /** Hands the result over, if anything has changed. */
  void putInto(Draft draft) {
    boolean shorter = tail.size() > 0 || cut;
    if (!shorter && patches.isEmpty()) {
      return;
    }
    FileContent result = patches.isEmpty() ? content : content.with(patches);
    draft.put(path, shorter ? result.cut(position - tail.size(), tail.toByteArray()) : result);
  }
}
