package io.holdfast.wal;

import io.holdfast.wal.LogFiles.Segment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which segment files make up the log: from the newest one backwards along the predecessor
 * each header names. What lies beside that chain was written by an older epoch after its time and
 * is superseded; what lies before its start shows that something between is missing, because
 * segments are released oldest first.
 */
final class SegmentChain {
  private SegmentChain() {}

  /** The chain, oldest first. Reports on all other segments are added to {@code reports}. */
  static List<Segment> of(List<Segment> segments, List<SegmentReport> reports) {
    Map<Long, Segment> bySequence = new HashMap<>();
    segments.forEach(s -> bySequence.put(s.header().sequence(), s));
    Deque<Segment> chain = new ArrayDeque<>();
    Segment newest =
        segments.stream()
            .max(
                Comparator.comparingLong((Segment s) -> s.header().epoch())
                    .thenComparing(s -> s.header().sequence()))
            .orElse(null);
    for (Segment s = newest; s != null; s = bySequence.get(s.header().predecessor().sequence())) {
      bySequence.remove(s.header().sequence());
      chain.addFirst(s);
    }
    for (Segment left : bySequence.values()) {
      reports.add(outside(left, chain.getFirst()));
    }
    return new ArrayList<>(chain);
  }

  private static SegmentReport outside(Segment segment, Segment first) {
    SegmentHeader header = segment.header();
    if (header.sequence() > first.header().predecessor().sequence()) {
      String why =
          segment.location()
              + " was written by epoch "
              + header.epoch()
              + " after a newer epoch had taken over";
      return SegmentReport.unwalked(
          segment.location(), header, segment.lengthBytes(), SegmentJudge.beside(true), why);
    }
    String why =
        first.location()
            + " continues "
            + SegmentHeader.fileName(first.header().predecessor().sequence())
            + ", which is missing although the older "
            + header.fileName()
            + " is there. Put the missing file back.";
    return SegmentReport.unwalked(
        segment.location(), header, segment.lengthBytes(), SegmentJudge.beside(false), why);
  }
}
