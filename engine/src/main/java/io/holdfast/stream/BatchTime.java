package io.holdfast.stream;

import java.io.Serializable;
import java.time.Instant;

/**
 * Names a batch: the wall-clock time at which it was cut, in milliseconds since 1970. Strictly
 * increasing within an application, also when the clock is set back; never used again.
 */
public record BatchTime(long epochMillis) implements Comparable<BatchTime>, Serializable {
  private static final long serialVersionUID = 1L;

  /** Before every batch. */
  public static final BatchTime NONE = new BatchTime(0);

  @Override
  public int compareTo(BatchTime other) {
    return Long.compare(epochMillis, other.epochMillis);
  }

  public boolean isAfter(BatchTime other) {
    return compareTo(other) > 0;
  }

  @Override
  public String toString() {
    return epochMillis + " (" + Instant.ofEpochMilli(epochMillis) + ")";
  }
}
