package io.holdfast.wal;

import io.holdfast.HoldfastException;
import io.holdfast.wal.LogFiles.Link;
import io.holdfast.wal.LogFiles.Segment;
import io.holdfast.wal.LogScan.RecordVisitor;
import io.holdfast.wal.SegmentHeader.Predecessor;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads a log without touching it: finds the chain of segments, walks it, and judges what lies at
 * its end. Never throws for what it finds; {@link LogScan#requireSound()} does. Used once, by one
 * thread.
 */
public final class LogScanner {
  private static final RecordVisitor NOBODY = (segment, frame) -> {};

  private final Storage storage;
  private final String directory;
  private final LogId expected;
  private final long provenElsewhereLsn;
  private final RecordVisitor visitor;
  private final List<SegmentReport> reports = new ArrayList<>();

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
    LogFiles files = LogFiles.in(storage, directory, expected);
    reports.addAll(files.outside());
    boolean sound = reports.stream().allMatch(report -> report.verdict().sound());
    LogScan.End end = new LogScan.End(Predecessor.NONE, 0, List.of(), files.freeSequence());
    long lastLsn = 0;
    for (Link link : files.links()) {
      // What comes behind something unsound is judged, but nobody can make use of its records.
      ScannedSegment scanned = scanSegment(link, sound ? visitor : NOBODY, files.freeSequence());
      reports.add(scanned.report);
      lastLsn = scanned.report.lastLsn();
      end = scanned.end == null ? end : scanned.end;
      sound = sound && scanned.report.verdict().sound();
    }
    if (reports.isEmpty() && provenElsewhereLsn > 0) {
      reports.add(
          SegmentReport.unread(storage.location() + "/" + directory, 0, Verdict.GAP, missing()));
    }
    reports.sort(Comparator.comparing(SegmentReport::fileName));
    LogId id = expected == null ? files.logId() : expected;
    return new LogScan(id, directory, List.copyOf(reports), end, lastLsn);
  }

  private ScannedSegment scanSegment(Link link, RecordVisitor records, long freeSequence) {
    Segment segment = link.segment();
    try (StorageReader reader = storage.open(segment.path())) {
      SegmentScanner scanner =
          new SegmentScanner(reader, segment.header(), SegmentJudge.limit(link));
      ProvenTail tail = new ProvenTail(reader, scanner, provenElsewhereLsn);
      try {
        while (scanner.next()) {
          if (scanner.frame().isRecord()) {
            records.record(segment.header().sequence(), scanner.frame());
          }
          tail.passed(scanner.frame());
        }
        SegmentReport report = SegmentJudge.judge(link, scanner, provenElsewhereLsn);
        boolean goesOn = link.next() == null && report.verdict().sound();
        return new ScannedSegment(
            report, goesOn ? tail.end(segment.header().sequence(), freeSequence) : null);
      } catch (HoldfastException e) {
        return new ScannedSegment(SegmentJudge.failed(link, scanner, e), null);
      }
    } catch (StorageException e) {
      return new ScannedSegment(
          SegmentReport.unread(
              segment.location(),
              segment.header(),
              segment.lengthBytes(),
              Verdict.UNREADABLE,
              e.getMessage()),
          null);
    }
  }

  private String missing() {
    return storage.location()
        + "/"
        + directory
        + ": the log ends at LSN 0, but records up to LSN "
        + provenElsewhereLsn
        + " were durable. Segment files are missing; put them back.";
  }

  /** What was found, and for the newest segment where the log goes on. */
  private record ScannedSegment(SegmentReport report, LogScan.End end) {}
}
