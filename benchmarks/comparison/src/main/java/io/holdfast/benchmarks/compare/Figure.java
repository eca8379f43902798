package io.holdfast.benchmarks.compare;

import java.util.Locale;

/** What a run measures. */
enum Figure {
  LINES_PER_SECOND("lines/s", "throughput in lines a second", true, 0),
  CPU_US_PER_LINE("CPU us/line", "processor time in microseconds a line", false, 2),
  PEAK_MB("peak MiB", "largest resident size in MiB", false, 0),
  P50_MS("p50 ms", "median latency in ms", false, 1),
  P99_MS("p99 ms", "99th percentile of the latency in ms", false, 1),
  MAX_MS("max ms", "greatest latency in ms", false, 1);

  private final String label;
  private final String title;
  private final boolean moreIsBetter;
  private final int digits;

  Figure(String label, String title, boolean moreIsBetter, int digits) {
    this.label = label;
    this.title = title;
    this.moreIsBetter = moreIsBetter;
    this.digits = digits;
  }

  /**
   * By the name that results and tables use.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Figure named(String key) {
    for (Figure figure : values()) {
      if (figure.key().equals(key)) {
        return figure;
      }
    }
    throw new IllegalArgumentException("there is no figure '" + key + "'");
  }

  /** Its name in a result. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** With its unit, for a column. */
  String label() {
    return label;
  }

  /** With its unit, for an axis. */
  String title() {
    return title + (moreIsBetter ? " (more is better)" : " (less is better)");
  }

  /** A value of it. */
  String text(double value) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
