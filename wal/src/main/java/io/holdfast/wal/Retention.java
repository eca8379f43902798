package io.holdfast.wal;

import io.holdfast.wal.WriteAheadLog.SegmentRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which segments of a log may be deleted: by position, oldest first, and none that somebody
 * still reads. The only place where that is decided. Any thread; does no I/O.
 */
final class Retention {
  private final Deque<SegmentRange> complete = new ArrayDeque<>();
  private final Map<Long, Integer> readers = new HashMap<>();
  private final List<LogPin> pins = new ArrayList<>();
  private long bytes;
  private long released;

  /** A segment that will not grow any more. */
  synchronized void completed(SegmentRange segment) {
    complete.addLast(segment);
    bytes += segment.lengthBytes();
  }

  synchronized List<SegmentRange> segments() {
    return List.copyOf(complete);
  }

  /** What the complete segments hold together. */
  synchronized long bytes() {
    return bytes;
  }

  /** How many segments were given up for deletion. */
  synchronized long released() {
    return released;
  }

  synchronized LogPin pin(long fromLsn) {
    LogPin pin = new LogPin(this, fromLsn);
    pins.add(pin);
    return pin;
  }

  synchronized void unpin(LogPin pin) {
    pins.remove(pin);
  }

  /** Somebody begins to read in a segment: it stays until {@link #read}. */
  synchronized void reading(long segment) {
    readers.merge(segment, 1, Integer::sum);
  }

  synchronized void read(long segment) {
    readers.computeIfPresent(segment, (s, count) -> count == 1 ? null : count - 1);
  }

  /**
   * Takes the oldest segment out of the list if nobody needs it.
   *
   * @param keepFromLsn what the owner of the log still needs
   */
  synchronized Optional<SegmentRange> takeReleasable(long keepFromLsn) {
    SegmentRange oldest = complete.peekFirst();
    if (oldest == null || oldest.lastLsn() >= lowestNeeded(keepFromLsn)) {
      return Optional.empty();
    }
    // An old file that lies under the same sequence number's reach is deleted with it.
    if (readers.keySet().stream().anyMatch(segment -> segment <= oldest.sequence())) {
      return Optional.empty();
    }
    bytes -= oldest.lengthBytes();
    released++;
    return Optional.of(complete.removeFirst());
  }

  private long lowestNeeded(long keepFromLsn) {
    return pins.stream().mapToLong(LogPin::fromLsn).reduce(keepFromLsn, Math::min);
  }
}
