package io.holdfast.testkit.process;

import java.time.Duration;
import java.util.List;

/** What measured times come to, as fields of a JSON object. */
public final class RecoveryTimes {
  private static final double MEDIAN = 0.5;
  private static final double P99 = 0.99;

  private RecoveryTimes() {}

  /** How many there are, and median, p99 and maximum in milliseconds; null if there are none. */
  public static String json(List<Long> nanos) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return "\"measured\": "
        + sorted.size()
        + ", \"median\": "
        + at(sorted, MEDIAN)
        + ", \"p99\": "
        + at(sorted, P99)
        + ", \"max\": "
        + at(sorted, 1);
  }

  /** By nearest rank. */
  private static String at(List<Long> sorted, double quantile) {
    if (sorted.isEmpty()) {
      return "null";
    }
    int rank = Math.max(1, (int) Math.ceil(quantile * sorted.size()));
    return Long.toString(Duration.ofNanos(sorted.get(rank - 1)).toMillis());
  }
}
