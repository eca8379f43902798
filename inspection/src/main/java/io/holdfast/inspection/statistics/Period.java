package io.holdfast.inspection.statistics;

import java.time.Duration;
import java.time.Instant;

/** Into what pieces of time statistics are cut, in UTC. */
public enum Period {
  MINUTE(Duration.ofMinutes(1), 16),
  HOUR(Duration.ofHours(1), 16),
  DAY(Duration.ofDays(1), 10);

  private final long millis;
  private final int shown;

  Period(Duration duration, int shown) {
    this.millis = duration.toMillis();
    this.shown = shown;
  }

  long millis() {
    return millis;
  }

  /** The beginning of the piece that a time is in. */
  long start(long epochMillis) {
    return epochMillis - Math.floorMod(epochMillis, millis);
  }

  /** A beginning for people. */
  String label(long startMillis) {
    String text = Instant.ofEpochMilli(startMillis).toString().replace('T', ' ');
    // Years with other than four digits are longer in front.
    int begin = text.indexOf('-', 1) - 4;
    return text.substring(0, Math.min(text.length(), shown + Math.max(0, begin)));
  }
}
