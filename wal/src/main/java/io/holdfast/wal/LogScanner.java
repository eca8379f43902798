package io.holdfast.wal;

import io.holdfast.DamageException;
import io.holdfast.HoldfastException;
import io.holdfast.wal.LogScan.RecordVisitor;
import io.holdfast.wal.SegmentHeader.Predecessor;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads a log without touching it: finds the chain of segments, walks it, and judges what lies at
 * its end. Never throws for what it finds; {@link LogScan#requireSound()} does. Used once, by one
 * thread.
 */
public final class LogScanner {
  private final Storage storage;
  private final String directory;
  private final LogId expected;
  private final long provenElsewhereLsn;
  private final RecordVisitor visitor;
  private final List<SegmentReport> reports = new ArrayList<>();
  private long freeSequence = 1;

  private LogScanner(
      Storage storage, String directory, LogId expected, long proven, RecordVisitor visitor) {
    this.storage = storage;
    this.directory = directory;
    this.expected = expected;
    this.provenElsewhereLsn = proven;
    this.visitor = visitor;
  }

  /**
   * Scans the log in {@code directory}. A directory that does not exist is an empty log.
   *
   * @param expected the log's identity; null to take what is there
   * @param provenElsewhereLsn records up to this LSN are known to have been durable (a checkpoint
   *     or another log says so); 0 for none. If the log does not hold them all, that is damage,
   *     whatever its end looks like.
   * @param visitor gets every valid record in order, also un-proven ones; its work must be thrown
   *     away if the scan is not sound
   */
  public static LogScan scan(
      Storage storage,
      String directory,
      LogId expected,
      long provenElsewhereLsn,
      RecordVisitor visitor) {
    return new LogScanner(storage, directory, expected, provenElsewhereLsn, visitor).scan();
  }

  private LogScan scan() {
    List<Segment> chain = SegmentChain.of(openHeaders(), reports);
    LogId id = expected != null || chain.isEmpty() ? expected : chain.get(0).header.logId();
    LogScan.End end = new LogScan.End(Predecessor.NONE, 0, List.of(), freeSequence);
    long lastLsn = 0;
    for (int i = 0; i < chain.size(); i++) {
      Segment next = i + 1 < chain.size() ? chain.get(i + 1) : null;
      ScannedSegment scanned = scanSegment(chain.get(i), next);
      reports.add(scanned.report);
      lastLsn = scanned.report.lastLsn();
      end = scanned.end;
      if (!scanned.report.verdict().sound()) {
        break;
      }
    }
    if (chain.isEmpty() && provenElsewhereLsn > 0) {
      reports.add(
          SegmentReport.unread(storage.location() + "/" + directory, 0, Verdict.GAP, missing(0)));
    }
    reports.sort(Comparator.comparing(SegmentReport::fileName));
    return new LogScan(id, directory, List.copyOf(reports), end, lastLsn);
  }

  private List<Segment> openHeaders() {
    List<Segment> found = new ArrayList<>();
    for (FileStatus file : storage.list(directory)) {
      if (file.directory() || !SegmentHeader.isSegmentName(file.name())) {
        continue;
      }
      freeSequence = SegmentHeader.sequenceOf(file.name()) + 1;
      String path = directory + "/" + file.name();
      try (StorageReader reader = storage.open(path)) {
        ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
        reader.read(0, bytes);
        SegmentHeader header = SegmentHeader.decode(bytes.flip(), expected, reader.location());
        requireNamed(header, file.name(), reader.location());
        found.add(new Segment(path, reader.location(), header, reader.length()));
      } catch (HoldfastException e) {
        reports.add(
            SegmentReport.unread(
                storage.location() + "/" + path,
                file.lengthBytes(),
                Verdict.of(e),
                e.getMessage()));
      }
    }
    return found;
  }

  private static void requireNamed(SegmentHeader header, String name, String location) {
    if (!header.fileName().equals(name)) {
      throw new DamageException(
          location
              + " offset 0: the file under this name is segment "
              + header.sequence()
              + " of the log. It was copied or renamed; give every segment its own file back.");
    }
  }

  private ScannedSegment scanSegment(Segment segment, Segment next) {
    long limit = next == null ? Long.MAX_VALUE : next.header.predecessor().validLength();
    try (StorageReader reader = storage.open(segment.path)) {
      SegmentScanner scanner = new SegmentScanner(reader, segment.header, limit);
      ProvenTail tail = new ProvenTail(reader, scanner, provenElsewhereLsn);
      try {
        while (scanner.next()) {
          if (scanner.frame().isRecord()) {
            visitor.record(segment.header.sequence(), scanner.frame());
          }
          tail.passed(scanner.frame());
        }
      } catch (HoldfastException e) {
        return scanned(segment, scanner, tail, Verdict.of(e), e.getMessage());
      }
      return next == null
          ? judgeLast(segment, scanner, tail)
          : judgeInner(segment, scanner, tail, next.header);
    }
  }

  private ScannedSegment judgeInner(
      Segment segment, SegmentScanner scanner, ProvenTail tail, SegmentHeader next) {
    boolean whole =
        scanner.position() == next.predecessor().validLength()
            && scanner.lastLsn() == next.firstLsn() - 1
            && scanner.lastFrameCrc() == next.predecessor().lastFrameCrc();
    if (whole) {
      return scanned(
          segment,
          scanner,
          tail,
          Verdict.CLEAN,
          "ends where segment " + next.sequence() + " goes on");
    }
    String why = scanner.reason().isEmpty() ? "the frames end too early" : scanner.reason();
    return scanned(
        segment,
        scanner,
        tail,
        Verdict.DAMAGED,
        damage(segment, scanner, why, next.firstLsn() - 1));
  }

  private ScannedSegment judgeLast(Segment segment, SegmentScanner scanner, ProvenTail tail) {
    long proven = Math.max(provenElsewhereLsn, scanner.watermark());
    if (scanner.stop() == SegmentScanner.Stop.BAD_FRAME) {
      proven = Math.max(proven, scanner.watermarkBeyond());
    }
    if (proven > scanner.lastLsn()) {
      String why = scanner.reason().isEmpty() ? "the log ends here" : scanner.reason();
      return scanned(
          segment, scanner, tail, Verdict.DAMAGED, damage(segment, scanner, why, proven));
    }
    if (scanner.stop() == SegmentScanner.Stop.BAD_FRAME) {
      String torn =
          segment.location
              + " offset "
              + scanner.position()
              + ": "
              + scanner.reason()
              + "; nothing proves LSN "
              + (scanner.lastLsn() + 1)
              + " durable (highest proof: LSN "
              + proven
              + "), so a crash tore it off before"
              + " anybody was told that it was safe";
      return scanned(segment, scanner, tail, Verdict.TORN_TAIL, torn);
    }
    return scanner.sealed()
        ? scanned(segment, scanner, tail, Verdict.CLEAN, "sealed by its writer")
        : scanned(segment, scanner, tail, Verdict.OPEN_TAIL, "ends with a valid frame, not sealed");
  }

  private ScannedSegment scanned(
      Segment segment, SegmentScanner scanner, ProvenTail tail, Verdict verdict, String why) {
    SegmentReport report =
        new SegmentReport(
            segment.location,
            segment.header,
            segment.lengthBytes,
            scanner.position(),
            scanner.records(),
            scanner.lastLsn(),
            verdict,
            why);
    return new ScannedSegment(report, tail.end(segment.header.sequence(), freeSequence));
  }

  private static String damage(Segment segment, SegmentScanner scanner, String why, long proven) {
    return segment.location
        + " offset "
        + scanner.position()
        + ": "
        + why
        + ", but LSN "
        + (scanner.lastLsn() + 1)
        + " to "
        + proven
        + " were durable. Acknowledged records are lost here unless the file is restored from a copy;"
        + " nothing was changed.";
  }

  private String missing(long last) {
    return storage.location()
        + "/"
        + directory
        + ": the log ends at LSN "
        + last
        + ", but records up to LSN "
        + provenElsewhereLsn
        + " were durable. Segment files are missing; put them back.";
  }

  private record ScannedSegment(SegmentReport report, LogScan.End end) {}

  /** A segment whose header is sound. */
  record Segment(String path, String location, SegmentHeader header, long lengthBytes) {}
}
