package io.holdfast.wal;

import io.holdfast.wal.AppendQueue.Append;
import java.util.List;

/** Counts what a writer does. Any thread; held for nanoseconds, once a group. */
final class MetricsCounter {
  private long acknowledged;
  private long weak;
  private long refused;
  private long payloadBytes;
  private long groups;
  private long forces;
  private long forceNanos;
  private long longestForceNanos;
  private long largestGroup;
  private long segments = 1;
  private long activeBytes;

  synchronized void acknowledge(List<Append> group, boolean durable) {
    acknowledged += group.size();
    weak += durable ? 0 : group.size();
    groups++;
    largestGroup = Math.max(largestGroup, group.size());
    for (Append append : group) {
      payloadBytes += append.payload().remaining();
    }
  }

  synchronized void refuse(int appends) {
    refused += appends;
  }

  synchronized void forced(long nanos) {
    forces++;
    forceNanos += nanos;
    longestForceNanos = Math.max(longestForceNanos, nanos);
  }

  /** How long the segment that grows is now. */
  synchronized void grown(long segmentBytes) {
    activeBytes = segmentBytes;
  }

  synchronized void segmentStarted() {
    segments++;
  }

  synchronized LogMetrics metrics(long queuedBytes, Retention complete) {
    return new LogMetrics(
        acknowledged,
        weak,
        refused,
        payloadBytes,
        groups,
        forces,
        forceNanos,
        longestForceNanos,
        largestGroup,
        segments,
        complete.released(),
        complete.bytes() + activeBytes,
        queuedBytes);
  }
}
