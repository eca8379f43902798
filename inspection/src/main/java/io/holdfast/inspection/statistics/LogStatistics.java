package io.holdfast.inspection.statistics;

import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.inspection.LogKind;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.SegmentReport;
import io.holdfast.wal.SegmentStatistics;
import io.holdfast.wal.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts over the frames of one log, all that are there: frames have no time. Used by one thread.
 */
final class LogStatistics {
  private final String directory;
  private final LogKind kind;
  private final Sketch recordBytes = new Sketch();
  private final Sketch groups = new Sketch();
  private final Map<Long, Long> epochs = new TreeMap<>();
  private final List<ExitCode> codes = new ArrayList<>();
  private SegmentStatistics frames = SegmentStatistics.NONE;
  private long lengthBytes;
  private long validBytes;
  private int segments;
  private long firstLsn;
  private long lastLsn;
  private long firstCreated = Long.MAX_VALUE;
  private long lastCreated;
  private long watermark = -1;
  private long group;

  /** Receives the records of a log. */
  interface RecordVisitor {
    void record(long segment, Frame frame);
  }

  private LogStatistics(String directory, LogKind kind) {
    this.directory = directory;
    this.kind = kind;
  }

  /** Walks a log. Never throws for what it holds, unless {@code visitor} does. */
  static LogStatistics of(Storage storage, String directory, LogKind kind, RecordVisitor visitor) {
    LogStatistics log = new LogStatistics(directory, kind);
    LogInspector inspector = LogInspector.of(storage, directory, null, 0);
    for (String name : inspector.segments()) {
      log.header(inspector, name);
      long segment = inspector.header(name).map(SegmentHeader::sequence).orElse(0L);
      log.add(inspector.segment(name, frame -> log.frame(segment, frame, visitor)));
    }
    return log;
  }

  private void header(LogInspector inspector, String name) {
    inspector
        .header(name)
        .ifPresent(
            header -> {
              epochs.put(header.sequence(), header.epoch());
              firstCreated = Math.min(firstCreated, header.createdMillis());
              lastCreated = Math.max(lastCreated, header.createdMillis());
              firstLsn = firstLsn == 0 ? header.firstLsn() : firstLsn;
            });
  }

  /** The epochs of a log's segments, by their numbers, without walking it. */
  static Map<Long, Long> epochs(Storage storage, String directory) {
    Map<Long, Long> epochs = new TreeMap<>();
    LogInspector inspector = LogInspector.of(storage, directory, null, 0);
    for (String name : inspector.segments()) {
      inspector.header(name).ifPresent(h -> epochs.put(h.sequence(), h.epoch()));
    }
    return epochs;
  }

  private void frame(long segment, Frame frame, RecordVisitor visitor) {
    if (!frame.isRecord()) {
      return;
    }
    recordBytes.add(frame.payload().remaining());
    if (frame.durableThroughLsn() != watermark) {
      endGroup();
      watermark = frame.durableThroughLsn();
    }
    group++;
    visitor.record(segment, frame);
  }

  private void endGroup() {
    if (group > 0) {
      groups.add(group);
    }
    group = 0;
  }

  private void add(SegmentReport report) {
    endGroup();
    watermark = -1;
    segments++;
    frames = frames.plus(report.statistics());
    lengthBytes += report.lengthBytes();
    validBytes += report.validBytes();
    lastLsn = Math.max(lastLsn, report.lastLsn());
    codes.add(report.verdict().exitCode());
  }

  String directory() {
    return directory;
  }

  LogKind kind() {
    return kind;
  }

  Sketch recordBytes() {
    return recordBytes;
  }

  /** Records that carry the same watermark: as many as one force made durable, or more. */
  Sketch groups() {
    return groups;
  }

  SegmentStatistics frames() {
    return frames;
  }

  long lengthBytes() {
    return lengthBytes;
  }

  long validBytes() {
    return validBytes;
  }

  int segments() {
    return segments;
  }

  long firstLsn() {
    return firstLsn;
  }

  long lastLsn() {
    return lastLsn;
  }

  /** When the first segment was made; 0 if there is none. */
  long firstCreated() {
    return firstCreated == Long.MAX_VALUE ? 0 : firstCreated;
  }

  long lastCreated() {
    return lastCreated;
  }

  /** The worst verdict on a segment. */
  ExitCode exitCode() {
    return Finding.worstOf(codes);
  }
}
