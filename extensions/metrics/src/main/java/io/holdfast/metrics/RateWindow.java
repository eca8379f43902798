package io.holdfast.metrics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** How fast a counter has grown of late: over about the last ten seconds. Any thread. */
final class RateWindow {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long SPACING_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Deque<Sample> samples = new ArrayDeque<>();
  private long keptNanos;

  private record Sample(long nanos, long count) {}

  /** The counter stands at {@code count} now. */
  synchronized void sample(long nanos, long count) {
    if (samples.size() > 1 && nanos - keptNanos < SPACING_NANOS) {
      samples.removeLast();
    } else if (!samples.isEmpty()) {
      keptNanos = samples.peekLast().nanos();
    }
    samples.addLast(new Sample(nanos, count));
    while (samples.size() > 2 && nanos - samples.peekFirst().nanos() > WINDOW_NANOS) {
      samples.removeFirst();
    }
  }

  /** Growth in a second; 0 as long as too little is known. */
  synchronized double perSecond() {
    if (samples.size() < 2) {
      return 0;
    }
    Sample first = samples.peekFirst();
    Sample last = samples.peekLast();
    long nanos = last.nanos() - first.nanos();
    return nanos <= 0 ? 0 : (last.count() - first.count()) * 1e9 / nanos;
  }
}
