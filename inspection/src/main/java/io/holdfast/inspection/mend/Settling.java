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
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes one sound log of its parts: every frame stays where it is, fillers stand in the place of
 * what is lost, links are made anew from there on, and behind the last record that is wanted the
 * log is sealed. A log to which nothing of this has to be done is left as it is. Used once.
 */
final class Settling {
  private static final int SEAL = FrameCodec.typeOf("SEAL");
  private static final int DATA = FrameCodec.typeOf("DATA");
  private static final int SKIPPED = 255;

  private final Draft draft;
  private final LogParts parts;
  private final LogKind kind;
  private final long cutAfter;
  private final List<LsnRange> filled = new ArrayList<>();
  private boolean changed;

  private Segment segment;
  private SegmentHeader header;
  private FrameCodec codec;
  private FileContent content;
  private Patches patches;
  private ByteArrayOutputStream tail;
  private long position;
  private int chain;
  private int lastType;
  private long last;
  private boolean cut;

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
    List<Segment> kept = kept();
    if (kept.isEmpty()) {
      if (proven > 0 || !parts.segments().isEmpty()) {
        anew(Math.min(from, proven + 1), proven, nextSequence());
        tidy(List.of(StoragePath.name(segment.path())));
      }
      return;
    }
    Segment first = kept.get(0);
    if (from < first(first)) {
      // Nothing is left of what lay there, so what replaces it may have any number below.
      anew(from, first(first) - 1, Math.max(0, first.sequence() - 1));
      kept.add(0, segment);
      changed = true;
    }
    for (Segment next : kept.subList(segment == null ? 0 : 1, kept.size())) {
      SegmentHeader found = header(next);
      if (segment == null) {
        last = found.firstLsn() - 1;
        chain = found.predecessor().lastFrameCrc();
        open(next, found);
      } else {
        fill(found.firstLsn() - 1);
        close(false);
        open(next, linked(found));
      }
      next.pieces().forEach(this::piece);
    }
    fill(proven);
    if (header.durableThroughLsn() > last) {
      patchHeader(durable(header, last));
    }
    // Only a log that was changed is sealed: nothing else proves its end any more.
    changed |= tornTail();
    close(changed);
    if (changed) {
      tidy(kept.stream().map(of -> StoragePath.name(of.path())).toList());
    }
  }

  /** The segments that hold something that is wanted. */
  private List<Segment> kept() {
    List<Segment> kept = new ArrayList<>();
    for (Segment candidate : parts.segments()) {
      boolean readable = candidate.header() != null || !candidate.pieces().isEmpty();
      if (readable && (kept.isEmpty() ? first(candidate) - 1 : first(candidate)) <= cutAfter) {
        kept.add(candidate);
      } else {
        changed = true;
      }
    }
    return kept;
  }

  private static long first(Segment segment) {
    return segment.header() == null
        ? segment.pieces().get(0).firstLsn()
        : segment.header().firstLsn();
  }

  private SegmentHeader header(Segment of) {
    if (of.header() != null) {
      return of.header();
    }
    // Its frames prove log and number; the rest follows from them and from the segment before.
    Piece piece = of.pieces().get(0);
    Predecessor before =
        piece.firstLsn() == 1 ? Predecessor.NONE : new Predecessor(0, 0, piece.previousCrc());
    long epoch = segment == null ? 1 : Math.max(1, epochBefore(of));
    return new SegmentHeader(
        parts.id(), epoch, of.sequence(), piece.firstLsn(), before, piece.firstLsn() - 1, 0);
  }

  private long epochBefore(Segment of) {
    return parts.segments().stream()
        .filter(s -> s.header() != null && s.sequence() < of.sequence())
        .mapToLong(s -> s.header().epoch())
        .max()
        .orElse(1);
  }

  private SegmentHeader linked(SegmentHeader next) {
    Predecessor before = new Predecessor(segment.sequence(), position, chain);
    return new SegmentHeader(
        next.logId(),
        next.epoch(),
        next.sequence(),
        next.firstLsn(),
        before,
        next.durableThroughLsn(),
        next.createdMillis());
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

  private void patchHeader(SegmentHeader other) {
    header = other;
    patches = patches.and(new Patches().add(0, other.encode().array()));
    changed = true;
  }

  private void open(Segment next, SegmentHeader wanted) {
    segment = next;
    codec = new FrameCodec(parts.id(), next.sequence());
    content = draft.content(next.path());
    patches = new Patches();
    tail = new ByteArrayOutputStream();
    position = SegmentHeader.BYTES;
    lastType = 0;
    cut = false;
    header = wanted;
    if (header.durableThroughLsn() > cutAfter) {
      header = durable(header, cutAfter);
    }
    if (!header.equals(next.header())) {
      patchHeader(header);
    }
  }

  private void piece(Piece piece) {
    if (cut || piece.firstLsn() - 1 > cutAfter) {
      cut = true;
      changed = true;
      return;
    }
    if (position < piece.start()) {
      region(piece.start(), piece.firstLsn() - 1);
    }
    if (chain == piece.previousCrc() && piece.lastLsn() <= cutAfter) {
      lastType = lastType(piece);
      chain = piece.lastCrc();
      position = piece.end();
      last = piece.lastLsn();
      return;
    }
    parts.forEachFrame(draft, segment, piece, this::frame);
  }

  private int lastType(Piece piece) {
    int[] type = {0};
    if (piece.equals(segment.pieces().get(segment.pieces().size() - 1))) {
      parts.forEachFrame(draft, segment, piece, (at, head, payload) -> type[0] = head.type());
    }
    return type[0];
  }

  private void frame(long offset, Head head, ByteBuffer payload) {
    if (cut || (head.type() == DATA && head.lsn() > cutAfter)) {
      cut = true;
      changed = true;
      return;
    }
    if (head.previousCrc() == chain) {
      chain = head.crc();
    } else {
      ByteBuffer again =
          codec.encode(offset, head.type(), head.lsn(), head.durableThroughLsn(), chain, payload);
      patches.add(offset, Arrays.copyOf(again.array(), FrameCodec.HEADER_BYTES));
      chain = again.getInt(4);
      changed = true;
    }
    lastType = head.type();
    last = head.lsn();
    position = offset + head.frameBytes();
  }

  /** Fills the place between two pieces of a segment, exactly. */
  private void region(long until, long lastLost) {
    int shortest = (int) frameBytes(Filler.shortest(kind));
    if (lastLost > last) {
      filled.add(new LsnRange(last + 1, lastLost));
    }
    while (last < lastLost) {
      int bytes = last + 1 == lastLost ? (int) (until - position) : shortest;
      ByteBuffer filler =
          bytes < shortest ? null : Filler.padded(kind, bytes - FrameCodec.HEADER_BYTES);
      if (filler == null) {
        throw new UnmendableException(
            segment.path()
                + " offset "
                + position
                + ": "
                + (lastLost - last)
                + " records are missing where only "
                + (until - position)
                + " bytes are");
      }
      put(DATA, ++last, last - 1, filler);
    }
    if (position < until) {
      int bytes = (int) (until - position) - FrameCodec.HEADER_BYTES;
      put(SKIPPED, last, Math.min(last, cutAfter), ByteBuffer.allocate(bytes));
    }
  }

  private void put(int type, long lsn, long durable, ByteBuffer payload) {
    ByteBuffer frame = codec.encode(position, type, lsn, Math.max(0, durable), chain, payload);
    patches.add(position, frame.array());
    chain = frame.getInt(4);
    position += frame.limit();
    lastType = type;
    changed = true;
  }

  /** Adds fillers behind the frames of the segment. */
  private void fill(long through) {
    if (through <= last) {
      return;
    }
    filled.add(new LsnRange(last + 1, through));
    while (last < through) {
      append(DATA, ++last, last - 1, Filler.shortest(kind));
    }
  }

  private void append(int type, long lsn, long durable, ByteBuffer payload) {
    ByteBuffer frame = codec.encode(position, type, lsn, durable, chain, payload);
    tail.writeBytes(frame.array());
    chain = frame.getInt(4);
    position += frame.limit();
    lastType = type;
    changed = true;
  }

  private static long frameBytes(ByteBuffer payload) {
    return FrameCodec.HEADER_BYTES + FrameCodec.paddedBytes(payload.remaining());
  }

  private boolean tornTail() {
    return tail.size() > 0 || cut || position < contentEnd();
  }

  /** Where the bytes end that are not zeros which a writer had put ahead of its frames. */
  private long contentEnd() {
    return draft.content(segment.path()).endOfData(segment.path(), position);
  }

  private void close(boolean seal) {
    if (seal && lastType != SEAL) {
      append(SEAL, last, last, ByteBuffer.allocate(0));
    }
    boolean shorter = tail.size() > 0 || cut || (seal && position < content.length());
    if (!patches.isEmpty()) {
      content = content.with(patches);
    }
    if (shorter) {
      content = content.cut(position - tail.size(), tail.toByteArray());
    }
    if (shorter || !patches.isEmpty()) {
      draft.put(segment.path(), content);
    }
  }

  private boolean sound(long proven) {
    return LogScanner.scan(draft, parts.directory(), parts.id(), proven, (s, frame) -> {})
        .segments()
        .stream()
        .allMatch(report -> report.verdict().sound() && report.verdict() != Verdict.TORN_TAIL);
  }

  private long nextSequence() {
    return parts.segments().stream().mapToLong(Segment::sequence).max().orElse(0) + 1;
  }

  /** A segment of nothing but fillers, for a part of the log of which nothing is left. */
  private void anew(long from, long through, long sequence) {
    String path = StoragePath.join(parts.directory(), SegmentHeader.fileName(sequence));
    header =
        new SegmentHeader(parts.id(), 1, sequence, from, new Predecessor(0, 0, 0), from - 1, 0);
    segment = new Segment(path, sequence, header, Long.MAX_VALUE, List.of());
    codec = new FrameCodec(parts.id(), sequence);
    content = FileContent.of(header.encode().array());
    patches = new Patches();
    tail = new ByteArrayOutputStream();
    position = SegmentHeader.BYTES;
    chain = 0;
    last = from - 1;
    fill(through);
    append(SEAL, last, last, ByteBuffer.allocate(0));
    draft.put(path, content.cut(SegmentHeader.BYTES, tail.toByteArray()));
    tail = new ByteArrayOutputStream();
  }

  /** Removes segments that are not kept, what was cut from them, and the hint on the old end. */
  private void tidy(List<String> kept) {
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
