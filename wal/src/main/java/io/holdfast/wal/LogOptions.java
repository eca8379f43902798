package io.holdfast.wal;

import io.holdfast.ConfigurationException;
import java.time.Duration;

/**
 * Sizes, delays and the sync policy of a log.
 *
 * @param segmentBytes a segment is closed when it would grow beyond this, or beyond 1/32 of a small
 *     storage; at least 512
 * @param maxRecordBytes longest record accepted
 * @param maxGroupBytes at most so much is written by one force, unless a single record is longer:
 *     bounds how long a record waits for others under load
 * @param maxQueuedBytes appends are refused while so much waits to be written
 * @param reserveBytes appends are refused while the storage has less room than this, or than an
 *     eighth of its size if that is less; 0 to write until it is full
 * @param sync when records are forced
 * @param lossAccepted has to be set for {@link SyncPolicy.Kind#NONE}
 * @param markDelay how long the log is idle before the last group's durability is marked in the
 *     segment itself
 */
public record LogOptions(
    long segmentBytes,
    int maxRecordBytes,
    int maxGroupBytes,
    long maxQueuedBytes,
    long reserveBytes,
    SyncPolicy sync,
    boolean lossAccepted,
    Duration markDelay) {

  public static final LogOptions DEFAULT =
      new LogOptions(
          64L << 20,
          256 << 20,
          8 << 20,
          512L << 20,
          64L << 20,
          SyncPolicy.ALWAYS,
          false,
          Duration.ofMillis(20));

  private static final long SMALLEST_FITTED_BYTES = 64 << 10;

  public LogOptions {
    require(segmentBytes >= 512, "segment size", segmentBytes, "at least 512 bytes");
    require(
        maxRecordBytes > 0 && maxRecordBytes <= 1 << 30,
        "maximum record size",
        maxRecordBytes,
        "1 byte to 1 GiB");
    require(maxGroupBytes > 0, "maximum group size", maxGroupBytes, "at least 1 byte");
    require(maxQueuedBytes > 0, "maximum queue size", maxQueuedBytes, "at least 1 byte");
    require(reserveBytes >= 0, "reserve", reserveBytes, "0 bytes or more");
    require(
        !markDelay.isNegative() && !markDelay.isZero(),
        "mark delay",
        markDelay.toMillis(),
        "positive");
    if (sync.kind() == SyncPolicy.Kind.NONE && !lossAccepted) {
      throw new ConfigurationException(
          "A log that is never forced loses acknowledged records in a crash of the machine, so the"
              + " sync policy NONE is for tests and has to be asked for twice:"
              + " LogOptions.DEFAULT.acceptingLoss().withSync(SyncPolicy.NONE).");
    }
  }

  public LogOptions withSegmentBytes(long bytes) {
    return new LogOptions(
        bytes,
        maxRecordBytes,
        maxGroupBytes,
        maxQueuedBytes,
        reserveBytes,
        sync,
        lossAccepted,
        markDelay);
  }

  public LogOptions withMaxRecordBytes(int bytes) {
    return new LogOptions(
        segmentBytes,
        bytes,
        maxGroupBytes,
        maxQueuedBytes,
        reserveBytes,
        sync,
        lossAccepted,
        markDelay);
  }

  public LogOptions withMaxGroupBytes(int bytes) {
    return new LogOptions(
        segmentBytes,
        maxRecordBytes,
        bytes,
        maxQueuedBytes,
        reserveBytes,
        sync,
        lossAccepted,
        markDelay);
  }

  public LogOptions withMaxQueuedBytes(long bytes) {
    return new LogOptions(
        segmentBytes,
        maxRecordBytes,
        maxGroupBytes,
        bytes,
        reserveBytes,
        sync,
        lossAccepted,
        markDelay);
  }

  public LogOptions withReserveBytes(long bytes) {
    return new LogOptions(
        segmentBytes,
        maxRecordBytes,
        maxGroupBytes,
        maxQueuedBytes,
        bytes,
        sync,
        lossAccepted,
        markDelay);
  }

  public LogOptions withSync(SyncPolicy policy) {
    return new LogOptions(
        segmentBytes,
        maxRecordBytes,
        maxGroupBytes,
        maxQueuedBytes,
        reserveBytes,
        policy,
        lossAccepted,
        markDelay);
  }

  /** The flag without which a log that is never forced is refused. */
  public LogOptions acceptingLoss() {
    return new LogOptions(
        segmentBytes,
        maxRecordBytes,
        maxGroupBytes,
        maxQueuedBytes,
        reserveBytes,
        sync,
        true,
        markDelay);
  }

  /**
   * The same for a storage of a size: segments of at most 1/32 of it, though not below 64 KiB, so
   * that there is always one that can be released.
   */
  LogOptions fittedTo(long totalBytes) {
    return withSegmentBytes(
        Math.min(segmentBytes, Math.max(SMALLEST_FITTED_BYTES, totalBytes / 32)));
  }

  private static void require(boolean holds, String setting, long value, String allowed) {
    if (!holds) {
      throw new ConfigurationException(
          "Log setting '" + setting + "' is " + value + "; allowed: " + allowed + ".");
    }
  }
}
