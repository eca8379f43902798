package io.holdfast.inspection.mend;

import io.holdfast.inspection.LogKind;
import io.holdfast.inspection.mend.LogParts.Segment;
import io.holdfast.wal.FrameCodec;
import io.holdfast.wal.FrameCodec.Head;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.SegmentHeader.Predecessor;
import io.holdfast.wal.TailMark;
import io.holdfast.wal.Verdict;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.StoragePath;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes one sound log of its parts: every frame stays where it is, fillers stand in the place of
 * what is lost, links are made anew from there on, and behind the last record that is wanted the
 * log is sealed. A log to which nothing of this has to be done is left as it is. Used once.
 */
final class Settling {
  private static final int DATA = FrameCodec.typeOf("DATA");

  private final Draft draft;
  private final LogParts parts;
  private final LogKind kind;
  private final long cutAfter;
  private final List<LsnRange> filled = new ArrayList<>();
  private final List<String> kept = new ArrayList<>();
  private boolean changed;
  private SegmentDraft current;

  /**
   * What was done.
   *
   * @param filled the LSNs that fillers stand for
   * @param changed whether anything was
   */
  record Result(List<LsnRange> filled, boolean changed) {}

  private Settling(Draft draft, LogParts parts, LogKind kind, long cutAfter) {
    this.draft = draft;
    this.parts = parts;
    this.kind = kind;
    this.cutAfter = cutAfter;
  }

  /**
   * Settles a log.
   *
   * @param cutAfter the last LSN that is kept; the largest number for all
   * @param wanted the log must begin and end so, by fillers if not by records
   */
  static Result settle(Draft draft, LogParts parts, LogKind kind, long cutAfter, LsnRange wanted) {
    Settling settling = new Settling(draft, parts, kind, cutAfter);
    settling.run(wanted.first(), wanted.last());
    return new Result(settling.filled, settling.changed);
  }

  private void run(long from, long proven) {
    changed = !parts.passedOver().isEmpty() || !sound(proven);
    List<Segment> segments = wanted();
    if (segments.isEmpty()) {
      if (proven == 0 && parts.segments().isEmpty()) {
        return;
      }
      anew(Math.min(from, proven + 1), nextSequence());
    } else if (from < first(segments.get(0))) {
      // Nothing is left of what lay there, so what replaces it may have any number below.
      anew(from, Math.max(0, segments.get(0).sequence() - 1));
    }
    segments.forEach(this::segment);
    fill(proven);
    if (current.header().durableThroughLsn() > current.last()) {
      current.header(durable(current.header(), current.last()));
    }
    changed |= current.isChanged() || current.hasMore();
    if (changed) {
      // Nothing else proves the end any more.
      current.seal();
    }
    current.putInto(draft);
    if (changed) {
      tidy();
    }
  }

  private boolean sound(long proven) {
    return LogScanner.scan(draft, parts.directory(), parts.id(), proven, (s, frame) -> {})
        .segments()
        .stream()
        .allMatch(report -> report.verdict().sound() && report.verdict() != Verdict.TORN_TAIL);
  }

  /** The segments that hold something that is wanted. */
  private List<Segment> wanted() {
    List<Segment> wanted = new ArrayList<>();
    for (Segment segment : parts.segments()) {
      boolean readable = segment.header() != null || !segment.pieces().isEmpty();
      if (readable && (wanted.isEmpty() ? first(segment) - 1 : first(segment)) <= cutAfter) {
        wanted.add(segment);
      } else {
        changed = true;
      }
    }
    return wanted;
  }

  private static long first(Segment segment) {
    return segment.header() == null
        ? segment.pieces().get(0).firstLsn()
        : segment.header().firstLsn();
  }

  private long nextSequence() {
    return parts.segments().stream().mapToLong(Segment::sequence).max().orElse(0) + 1;
  }

  /** A new segment, for a part of the log of which nothing is left. */
  private void anew(long from, long sequence) {
    SegmentHeader header =
        new SegmentHeader(parts.id(), 1, sequence, from, new Predecessor(0, 0, 0), from - 1, 0);
    open(header.fileName(), FileContent.of(header.encode().array()), header);
    current.cut();
  }

  private void open(String name, FileContent content, SegmentHeader header) {
    kept.add(name);
    String path = StoragePath.join(parts.directory(), name);
    current = new SegmentDraft(path, content, parts.id(), header, kind);
  }

  private void segment(Segment next) {
    SegmentHeader header = next.header() == null ? rebuilt(next) : next.header();
    if (current != null) {
      fill(header.firstLsn() - 1);
      changed |= current.isChanged();
      current.putInto(draft);
      header = linked(header, current.asPredecessor());
    }
    if (header.durableThroughLsn() > cutAfter) {
      header = durable(header, cutAfter);
    }
    open(StoragePath.name(next.path()), draft.content(next.path()), header);
    if (!header.equals(next.header())) {
      current.header(header);
    }
    next.pieces().forEach(piece -> piece(next, piece));
  }

  /** Its frames prove log and number; the rest follows from them and from the segment before. */
  private SegmentHeader rebuilt(Segment segment) {
    Piece piece = segment.pieces().get(0);
    Predecessor before =
        piece.firstLsn() == 1 ? Predecessor.NONE : new Predecessor(0, 0, piece.previousCrc());
    long epoch = current == null ? 1 : current.header().epoch();
    return new SegmentHeader(
        parts.id(), epoch, segment.sequence(), piece.firstLsn(), before, piece.firstLsn() - 1, 0);
  }

  private static SegmentHeader linked(SegmentHeader of, Predecessor before) {
    return new SegmentHeader(
        of.logId(),
        of.epoch(),
        of.sequence(),
        of.firstLsn(),
        before,
        of.durableThroughLsn(),
        of.createdMillis());
  }

  private static SegmentHeader durable(SegmentHeader of, long through) {
    return new SegmentHeader(
        of.logId(),
        of.epoch(),
        of.sequence(),
        of.firstLsn(),
        of.predecessor(),
        through,
        of.createdMillis());
  }

  private void piece(Segment segment, Piece piece) {
    if (current.isCut() || piece.firstLsn() - 1 > cutAfter) {
      current.cut();
      return;
    }
    if (current.position() < piece.start()) {
      lost(piece.firstLsn() - 1);
      current.fillPlace(piece.start(), piece.firstLsn() - 1);
    }
    if (current.chain() == piece.previousCrc() && piece.lastLsn() <= cutAfter) {
      current.take(piece, lastType(segment, piece));
    } else {
      parts.forEachFrame(draft, segment, piece, this::frame);
    }
  }

  private int lastType(Segment segment, Piece piece) {
    int[] type = {0};
    if (piece.equals(segment.pieces().get(segment.pieces().size() - 1))) {
      parts.forEachFrame(draft, segment, piece, (at, head, payload) -> type[0] = head.type());
    }
    return type[0];
  }

  private void frame(long offset, Head head, ByteBuffer payload) {
    if (current.isCut() || (head.type() == DATA && head.lsn() > cutAfter)) {
      current.cut();
    } else {
      current.take(offset, head, payload);
    }
  }

  private void fill(long through) {
    lost(through);
    current.fillThrough(through);
  }

  private void lost(long through) {
    if (through > current.last()) {
      filled.add(new LsnRange(current.last() + 1, through));
    }
  }

  /** Removes segments that are not kept, what was cut from them, and the hint on the old end. */
  private void tidy() {
    parts.passedOver().forEach(draft::remove);
    long lastKept = SegmentHeader.sequenceOf(kept.get(kept.size() - 1));
    for (FileStatus file : draft.list(parts.directory())) {
      String name = file.name();
      boolean ofLog =
          parts.segments().stream().anyMatch(s -> StoragePath.name(s.path()).equals(name));
      boolean gone =
          SegmentHeader.isSegmentName(name)
              && !kept.contains(name)
              && (ofLog || SegmentHeader.sequenceOf(name) > lastKept);
      boolean cutOfGone =
          LogInspector.isCut(name) && kept.stream().noneMatch(n -> name.startsWith(n + "."));
      if (gone || cutOfGone || name.equals(TailMark.FILE_NAME)) {
        draft.remove(StoragePath.join(parts.directory(), name));
      }
    }
  }
}
