package io.holdfast.benchmarks.load;

import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Feeds one run and measures it.
 *
 * <p>The measure lasts from the moment at which the warm-up's lines have been fed to the moment at
 * which all have. The load is a closed loop: a bounded number of lines is fed and not committed, so
 * that an engine that takes lines in faster than it works them off does not look faster than it is.
 * Processor time is that of the whole process.
 *
 * <p>If lines have a pace, it is also measured how long after a line was due it was in committed
 * output that others can see. A line that had to wait because the engine did not take it is late
 * since it was due.
 */
@CompositionRoot("a benchmark measures with the real clock")
public final class Meter {
  private static final int EVERY = 16;
  private static final long STEP_NANOS = 500_000;
  private static final long STEP_LINES = 16_384;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Load load;
  private final long rate;
  private final double[] latencies;
  private int measured;
  private long start;
  private volatile long committed;
  private volatile Moment first;
  private volatile Moment last;
  private long firstFed;
  private long lastFed;

  /** Measures one run. */
  public Meter(Load load) {
    this.load = load;
    this.rate = load.rate();
    this.latencies = new double[rate > 0 ? (int) (load.lines() / EVERY) + 1 : 0];
  }

  /**
   * How many lines, counted from the first one, may be fed by now. To be asked by the source, one
   * thread, between any lines; it feeds as many as this says and asks again. Waits a little if
   * there are not more than {@code fed}. When it says {@link Load#lines}, that is all.
   */
  public long due(long fed) {
    if (start == 0) {
      start = System.nanoTime();
    }
    if (first == null && fed >= load.warmUp()) {
      firstFed = fed;
      first = Moment.now();
    }
    long due = dueNow();
    if (due <= fed) {
      LockSupport.parkNanos(STEP_NANOS);
      due = dueNow();
    }
    // In steps, so that the moments are not missed by much.
    return Math.min(due, fed + STEP_LINES);
  }

  private long dueNow() {
    long allowed = Math.min(load.lines(), committed + load.outstanding());
    return rate == 0
        ? allowed
        : Math.min(allowed, (long) ((System.nanoTime() - start) * 1e-9 * rate));
  }

  /** All lines have been fed. */
  public void fedAll(long fed) {
    lastFed = fed;
    last = Moment.now();
  }

  /** The first {@code lines} lines are in committed output that others can see. From any thread. */
  public synchronized void committed(long lines) {
    long now = System.nanoTime();
    long before = committed;
    if (lines <= before) {
      return;
    }
    if (rate > 0) {
      long from = Math.max(before, load.warmUp());
      for (long line = (from + EVERY - 1) / EVERY * EVERY; line < lines; line += EVERY) {
        latencies[measured++] = (now - start) * 1e-6 - line * 1e3 / rate;
      }
    }
    committed = lines;
    if (lines >= load.lines()) {
      done.countDown();
    }
  }

  /** So many more lines are. */
  public synchronized void committedMore(long lines) {
    committed(committed + lines);
  }

  /** Waits until all lines are committed. */
  public void awaitEnd() throws InterruptedException {
    done.await();
  }

  /** What was measured, as one line of JSON. */
  public synchronized String result(String engine) throws IOException {
    double seconds = first.secondsTo(last);
    long lines = lastFed - firstFed;
    StringBuilder json = new StringBuilder();
    json.append(
        String.format(
            Locale.ROOT,
            "{\"engine\":\"%s\",\"lines\":%d,\"seconds\":%.3f,\"lines_per_second\":%.0f,"
                + "\"cpu_us_per_line\":%.3f,\"peak_mb\":%d",
            engine,
            lines,
            seconds,
            lines / seconds,
            first.cpuMicrosTo(last) / lines,
            Moment.peakMebibytes()));
    if (measured > 0) {
      json.append(
          String.format(
              Locale.ROOT,
              ",\"p50_ms\":%.2f,\"p99_ms\":%.2f,\"max_ms\":%.2f,\"p50_first_half_ms\":%.2f,"
                  + "\"p50_second_half_ms\":%.2f",
              quantile(0, measured, 0.5),
              quantile(0, measured, 0.99),
              quantile(0, measured, 1),
              quantile(0, measured / 2, 0.5),
              quantile(measured / 2, measured, 0.5)));
    }
    return json.append('}').toString();
  }

  private double quantile(int from, int to, double share) {
    double[] part = Arrays.copyOfRange(latencies, from, to);
    Arrays.sort(part);
    return part.length == 0
        ? 0
        : part[(int) Math.min(part.length - 1L, (long) (part.length * share))];
  }
}
