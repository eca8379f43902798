package io.holdfast.wal;

import java.util.List;

/**
 * What an inspection found of a log: a value that holds no file open.
 *
 * @param location of the log's directory
 * @param logId null if no segment says it
 * @param segments each with its verdict and the facts behind it, by sequence number
 */
public record LogReport(String location, LogId logId, List<SegmentReport> segments) {

  public LogReport {
    segments = List.copyOf(segments);
  }

  /** Over all segments. */
  public SegmentStatistics statistics() {
    return segments.stream()
        .map(SegmentReport::statistics)
        .reduce(SegmentStatistics.NONE, SegmentStatistics::plus);
  }

  /** Length of all segment files. */
  public long lengthBytes() {
    return segments.stream().mapToLong(SegmentReport::lengthBytes).sum();
  }

  /** Whether recovery would use the log. */
  public boolean sound() {
    return segments.stream().allMatch(segment -> segment.verdict().sound());
  }
}
