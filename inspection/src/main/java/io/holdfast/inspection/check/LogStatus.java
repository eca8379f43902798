package io.holdfast.inspection.check;

import io.holdfast.Finding;
import io.holdfast.inspection.LogKind;
import io.holdfast.inspection.Text;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.SegmentReport;
import java.util.ArrayList;
import java.util.List;

/**
 * A log of an application.
 *
 * @param kind what its records are
 * @param provenLsn records up to this LSN are known durable from checkpoints and the journal
 * @param scan what was found
 * @param content what its records amount to, in words; empty if nobody has counted
 */
public record LogStatus(LogKind kind, long provenLsn, LogScan scan, String content) {

  public String directory() {
    return scan.directory();
  }

  /** Whether a start could use it. */
  public boolean sound() {
    return scan.segments().stream().allMatch(segment -> segment.verdict().sound());
  }

  public long records() {
    return scan.segments().stream().mapToLong(SegmentReport::records).sum();
  }

  public long lengthBytes() {
    return scan.segments().stream().mapToLong(SegmentReport::lengthBytes).sum();
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    scan.segments().forEach(segment -> findings.add(finding(kind, segment)));
    if (findings.isEmpty()) {
      findings.add(Finding.ok(kind.words(), scan.directory(), "empty"));
    }
    return findings;
  }

  /** The verdict on one segment. */
  public static Finding finding(LogKind kind, SegmentReport segment) {
    String size =
        segment.header() == null
            ? Text.bytes(segment.lengthBytes())
            : range(segment) + ", " + Text.bytes(segment.lengthBytes());
    boolean said = segment.explanation().startsWith(segment.location());
    String detail = said ? segment.explanation() : size + "; " + segment.explanation();
    return new Finding(
        kind.words(),
        segment.location(),
        segment.verdict().toString(),
        segment.verdict().exitCode(),
        detail);
  }

  private static String range(SegmentReport segment) {
    long first = segment.header().firstLsn();
    String to = segment.records() > 1 ? " to " + segment.lastLsn() : "";
    return segment.records() == 0
        ? "no records"
        : Text.count(segment.records(), "record") + ", LSN " + first + to;
  }
}
