package io.holdfast.inspection.mend;

import io.holdfast.HoldfastException;
import io.holdfast.NewerFormatException;
import io.holdfast.wal.Frame;
import io.holdfast.wal.FrameCodec;
import io.holdfast.wal.FrameCodec.Head;
import io.holdfast.wal.LogHandle;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.ReadWindow;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.SegmentReport;
import io.holdfast.wal.Verdict;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What can still be read of a log, also behind damage: the pieces of each of its segments, oldest
 * first. Segments that were superseded are left out.
 */
final class LogParts {
  private final String directory;
  private final LogId id;
  private final List<Segment> segments;
  private final List<String> passedOver;

  /**
   * A segment file.
   *
   * @param header null if it cannot be used
   * @param limit where the log leaves it, by the header of the next one; the largest number if none
   *     says so
   */
  record Segment(String path, long sequence, SegmentHeader header, long limit, List<Piece> pieces) {

    /** Whether the frames begin where the header says. */
    boolean attached() {
      return header != null
          && !pieces.isEmpty()
          && pieces.get(0).start() == SegmentHeader.BYTES
          && pieces.get(0).previousCrc() == header.predecessor().lastFrameCrc()
          && pieces.get(0).firstLsn() == header.firstLsn();
    }
  }

  /** Gets the frames of a piece. */
  @FunctionalInterface
  interface FrameVisitor {
    /** The payload is valid during the call. */
    void frame(long offset, Head head, ByteBuffer payload);
  }

  private LogParts(String directory, LogId id, List<Segment> segments, List<String> passedOver) {
    this.directory = directory;
    this.id = id;
    this.segments = segments;
    this.passedOver = passedOver;
  }

  String directory() {
    return directory;
  }

  LogId id() {
    return id;
  }

  List<Segment> segments() {
    return segments;
  }

  /** Files that nobody can read, and that a later segment shows to be no part of the log. */
  List<String> passedOver() {
    return passedOver;
  }

  /** The highest LSN that can be read; 0 if there is none. */
  long lastLsn() {
    return segments.stream()
        .flatMap(segment -> segment.pieces.stream())
        .mapToLong(Piece::lastLsn)
        .max()
        .orElse(0);
  }

  /** The highest epoch of a segment; 0 if there is none. */
  long epoch() {
    return segments.stream()
        .filter(segment -> segment.header != null)
        .mapToLong(segment -> segment.header.epoch())
        .max()
        .orElse(0);
  }

  /**
   * Reads a log.
   *
   * @throws NewerFormatException if only a newer version can read it
   */
  static LogParts read(Storage storage, String directory, LogId id) {
    Set<String> superseded =
        LogScanner.scan(storage, directory, id, 0, (segment, frame) -> {}).segments().stream()
            .filter(report -> report.verdict() == Verdict.SUPERSEDED)
            .map(SegmentReport::location)
            .map(StoragePath::name)
            .collect(Collectors.toSet());
    List<Segment> headers = new ArrayList<>();
    for (FileStatus file : storage.list(directory)) {
      if (SegmentHeader.isSegmentName(file.name()) && !superseded.contains(file.name())) {
        String path = StoragePath.join(directory, file.name());
        long sequence = SegmentHeader.sequenceOf(file.name());
        headers.add(new Segment(path, sequence, header(storage, path, id, sequence), 0, List.of()));
      }
    }
    List<Segment> beside = headers.stream().filter(s -> isPassedOver(s, headers)).toList();
    headers.removeAll(beside);
    List<Segment> segments = new ArrayList<>();
    for (Segment segment : headers) {
      long limit =
          headers.stream()
              .map(Segment::header)
              .filter(h -> h != null && h.predecessor().sequence() == segment.sequence)
              .mapToLong(h -> h.predecessor().validLength())
              .min()
              .orElse(Long.MAX_VALUE);
      segments.add(new SegmentWalk(storage, segment, id, limit).run());
    }
    return new LogParts(directory, id, segments, beside.stream().map(Segment::path).toList());
  }

  /** Whether a later segment goes on behind an earlier one than this, which nobody can read. */
  private static boolean isPassedOver(Segment segment, List<Segment> all) {
    return segment.header == null
        && all.stream()
            .map(Segment::header)
            .anyMatch(
                h ->
                    h != null
                        && h.sequence() > segment.sequence
                        && h.predecessor().sequence() < segment.sequence);
  }

  private static SegmentHeader header(Storage storage, String path, LogId id, long sequence) {
    ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
    try (StorageReader reader = storage.open(path)) {
      reader.read(0, bytes);
      SegmentHeader header = SegmentHeader.decode(bytes.flip(), id, reader.location());
      return header.sequence() == sequence ? header : null;
    } catch (NewerFormatException e) {
      throw e;
    } catch (HoldfastException e) {
      return null;
    }
  }

  /** The records that can be read, as ranges between which some are lost; oldest first. */
  List<LsnRange> runs() {
    List<LsnRange> runs = new ArrayList<>();
    for (Segment segment : segments) {
      for (Piece piece : segment.pieces) {
        LsnRange before = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        boolean records = piece.lastLsn() >= piece.firstLsn();
        if (records && before != null && piece.firstLsn() <= before.last() + 1) {
          long last = Math.max(before.last(), piece.lastLsn());
          runs.set(runs.size() - 1, new LsnRange(before.first(), last));
        } else if (records) {
          runs.add(new LsnRange(piece.firstLsn(), piece.lastLsn()));
        }
      }
    }
    return runs;
  }

  /** The LSN with which the log begins, as far as its headers say; 1 if there is nothing. */
  long firstLsn() {
    return segments.stream()
        .filter(segment -> segment.header != null)
        .mapToLong(segment -> segment.header.firstLsn())
        .findFirst()
        .orElseGet(() -> runs().stream().mapToLong(LsnRange::first).findFirst().orElse(1));
  }

  /** Whether a frame of that LSN that verifies lies in that place. */
  boolean holds(LogHandle handle) {
    return segments.stream()
        .filter(segment -> segment.sequence == handle.segment())
        .flatMap(segment -> segment.pieces.stream())
        .anyMatch(
            piece ->
                handle.offset() >= piece.start()
                    && handle.offset() < piece.end()
                    && handle.lsn() >= piece.firstLsn()
                    && handle.lsn() <= piece.lastLsn());
  }

  /** Walks the records of a range, in order. */
  void forEachRecord(Storage storage, LsnRange range, LogScan.RecordVisitor visitor) {
    for (Segment segment : segments) {
      for (Piece piece : segment.pieces) {
        if (piece.lastLsn() >= range.first() && piece.firstLsn() <= range.last()) {
          forEachFrame(
              storage,
              segment,
              piece,
              (at, head, payload) -> {
                boolean wanted = head.lsn() >= range.first() && head.lsn() <= range.last();
                if (wanted && head.typeName().equals("DATA")) {
                  visitor.record(segment.sequence, frame(at, head, payload));
                }
              });
        }
      }
    }
  }

  private static Frame frame(long at, Head head, ByteBuffer payload) {
    return new Frame(
        at, head.typeName(), head.lsn(), head.durableThroughLsn(), payload, head.payloadCrc());
  }

  /** Walks the frames of a piece again. */
  void forEachFrame(Storage storage, Segment segment, Piece piece, FrameVisitor visitor) {
    try (StorageReader reader = storage.open(segment.path)) {
      ReadWindow window = new ReadWindow(reader);
      FrameCodec codec = new FrameCodec(id, segment.sequence);
      for (long at = piece.start(); at < piece.end(); ) {
        Head head = codec.head(window.at(at, FrameCodec.HEADER_BYTES), at);
        ByteBuffer frame = window.at(at, (int) head.frameBytes());
        visitor.frame(at, head, frame.slice(FrameCodec.HEADER_BYTES, head.lengthBytes()));
        at += head.frameBytes();
      }
    }
  }
}
