package io.holdfast.wal;

import io.holdfast.wal.LogFiles.Link;
import io.holdfast.wal.LogScan.RecordVisitor;
import io.holdfast.wal.SegmentJudge.Outside;
import io.holdfast.wal.SegmentJudge.Proof;
import io.holdfast.wal.SegmentPass.Repair;
import io.holdfast.wal.storage.Storage;
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
   *     away if the scan is not sound. What it throws counts as damage of the record, but for
   *     {@link io.holdfast.DriftException}, which is thrown on: another version of the code reads
   *     it
   */
  public static LogScan scan(
      Storage storage,
      String directory,
      LogId expected,
      long provenElsewhereLsn,
      RecordVisitor visitor) {
    return new LogScanner(storage, directory, expected, provenElsewhereLsn, visitor)
        .scan(Repair.NONE);
  }

  /**
   * As {@link #scan}, for a start: takes the files away from whoever was writing them, and when
   * parts of a sound log were read from a second copy, makes the copies equal again.
   *
   * @throws io.holdfast.wal.storage.StorageException if the files cannot be taken over in bounded
   *     time
   */
  public static LogScan recover(
      Storage storage,
      String directory,
      LogId expected,
      long provenElsewhereLsn,
      RecordVisitor visitor) {
    storage.takeOver(directory);
    return new LogScanner(storage, directory, expected, provenElsewhereLsn, visitor)
        .scan(storage::repair);
  }

  private LogScan scan(Repair repair) {
    LogFiles files = LogFiles.in(storage, directory, expected);
    Outside outside = files.known(provenElsewhereLsn);
    reports.addAll(files.outside());
    boolean sound = reports.stream().allMatch(report -> report.verdict().sound());
    LogScan.End end = LogScan.End.ofNothing(files.freeSequence());
    long lastLsn = 0;
    for (Link link : files.links()) {
      // What comes behind something unsound is judged, but nobody can make use of its records.
      SegmentPass.Result scanned =
          new SegmentPass(storage, link, outside)
              .run(sound ? visitor : NOBODY, files.freeSequence(), repair);
      reports.add(scanned.report());
      lastLsn = scanned.report().lastLsn();
      end = scanned.end() == null ? end : scanned.end();
      sound = sound && scanned.report().verdict().sound();
    }
    if (reports.isEmpty() && outside.proof().lsn() > 0) {
      reports.add(missing(outside.proof()));
    }
    reports.sort(Comparator.comparing(SegmentReport::fileName));
    LogId id = expected == null ? files.logId() : expected;
    return new LogScan(id, directory, List.copyOf(reports), end, lastLsn);
  }

  private SegmentReport missing(Proof proof) {
    String location = storage.location() + "/" + directory;
    String why =
        location
            + ": the log ends at LSN 0, but records up to LSN "
            + proof.lsn()
            + " were durable ("
            + proof.source()
            + " says so). Segment files are missing; put them back.";
    return SegmentReport.unwalked(location, null, 0, SegmentJudge.beside(false), why);
  }
}
