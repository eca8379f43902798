package io.holdfast.wal;

import io.holdfast.ConfigurationException;
import java.time.Duration;

/**
 * Sizes and delays of a log.
 *
 * @param segmentBytes a segment is closed when it would grow beyond this; at least 512
 * @param maxRecordBytes longest record accepted
 * @param maxGroupBytes at most so much is written by one force
 * @param markDelay how long the log is idle before the last group's durability is marked in the
 *     file itself
 */
public record LogOptions(
    long segmentBytes, int maxRecordBytes, int maxGroupBytes, Duration markDelay) {
  public static final LogOptions DEFAULT =
      new LogOptions(64L << 20, 256 << 20, 8 << 20, Duration.ofMillis(20));

  public LogOptions {
    require(segmentBytes >= 512, "segment size", segmentBytes, "at least 512 bytes");
    require(
        maxRecordBytes > 0 && maxRecordBytes <= 1 << 30,
        "maximum record size",
        maxRecordBytes,
        "1 byte to 1 GiB");
    require(maxGroupBytes > 0, "maximum group size", maxGroupBytes, "at least 1 byte");
    require(
        !markDelay.isNegative() && !markDelay.isZero(),
        "mark delay",
        markDelay.toMillis(),
        "positive");
  }

  public LogOptions withSegmentBytes(long bytes) {
    return new LogOptions(bytes, maxRecordBytes, maxGroupBytes, markDelay);
  }

  private static void require(boolean holds, String setting, long value, String allowed) {
    if (!holds) {
      throw new ConfigurationException(
          "Log setting '" + setting + "' is " + value + "; allowed: " + allowed + ".");
    }
  }
}
