package io.holdfast.benchmarks.load;

import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A closed loop around an engine whose sources are in other processes: a bounded number of lines is
 * given and not committed. Measured is from the commit of the first batch behind the warm-up to
 * that of the first one behind the measured time. Knows {@code --warm-up-seconds}, {@code
 * --seconds}, {@code --outstanding}, {@code --sources} and {@code --allowance FILE}.
 */
@CompositionRoot("a benchmark measures with the real clock")
public final class ClosedLoop implements AutoCloseable {
  private final Allowance allowance;
  private final long sources;
  private final long outstanding;
  private final long warmUpNanos;
  private final long measuredNanos;
  private final CountDownLatch warm = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private Mark now;
  private Mark start;
  private Mark from;
  private Mark to;

  private record Mark(Moment moment, long lines, long batches) {}

  /**
   * What was measured.
   *
   * @param cpuMicros processor time of this process
   */
  public record Measured(long lines, long batches, double seconds, double cpuMicros) {
    /** Lines a second. */
    public double linesPerSecond() {
      return lines / seconds;
    }
  }

  /** Opens one; sources may begin at once. */
  public ClosedLoop(Load load) {
    this.allowance = Allowance.open(load.directory().resolve("allowance"));
    this.sources = load.number("sources", 1);
    this.outstanding = load.outstanding();
    this.warmUpNanos = TimeUnit.SECONDS.toNanos(load.number("warm-up-seconds", 20));
    this.measuredNanos = TimeUnit.SECONDS.toNanos(load.number("seconds", 40));
    this.now = new Mark(Moment.now(), 0, 0);
    allow();
  }

  /** A batch of so many lines is in committed output. From any thread. */
  public synchronized void committed(long lines) {
    if (lines == 0) {
      return;
    }
    now = new Mark(Moment.now(), now.lines() + lines, now.batches() + 1);
    allow();
    if (start == null) {
      start = now;
    } else if (from == null) {
      if (isSince(start, warmUpNanos)) {
        from = now;
        warm.countDown();
      }
    } else if (to == null && isSince(from, measuredNanos)) {
      to = now;
      done.countDown();
    }
  }

  private boolean isSince(Mark mark, long nanos) {
    return now.moment().nanos() - mark.moment().nanos() >= nanos;
  }

  /** Each source the same. */
  private void allow() {
    allowance.allow((now.lines() + outstanding) / sources);
  }

  /** Waits until the measure begins. */
  public void awaitWarm() throws InterruptedException {
    warm.await();
  }

  /** Waits until it ends. */
  public Measured awaitEnd() throws InterruptedException {
    done.await();
    synchronized (this) {
      return new Measured(
          to.lines() - from.lines(),
          to.batches() - from.batches(),
          from.moment().secondsTo(to.moment()),
          from.moment().cpuMicrosTo(to.moment()));
    }
  }

  @Override
  public void close() throws IOException {
    allowance.close();
  }
}
