package io.holdfast.wal;

import io.holdfast.wal.storage.Storage;

/**
 * Keeps appends from filling the storage to its last byte: what is left is for a checkpoint and for
 * the clean-up that makes room again. Asks the storage seldom: after a measurement it lets through
 * an eighth of the room above the reserve, or what comes within a second, because others write to
 * the same storage. Used by one thread at a time.
 */
final class RoomGauge {
  private static final long VALID_MILLIS = 1000;
  private static final int SHARE = 8;

  private final Storage storage;
  private final long reserveBytes;
  private long allowanceBytes;
  private long measuredAtMillis;
  private long usableBytes;

  RoomGauge(Storage storage, long reserveBytes) {
    this.storage = storage;
    this.reserveBytes =
        reserveBytes == 0 ? 0 : Math.min(reserveBytes, storage.totalBytes() / SHARE);
  }

  /** Whether so much may be written and leave the reserve. */
  boolean admits(long bytes, long nowMillis) {
    if (reserveBytes == 0) {
      return true;
    }
    long age = nowMillis - measuredAtMillis;
    if (bytes > allowanceBytes || age >= VALID_MILLIS || age < 0) {
      usableBytes = storage.usableBytes();
      measuredAtMillis = nowMillis;
      long above = usableBytes - reserveBytes;
      allowanceBytes = above < bytes ? 0 : Math.max(bytes, above / SHARE);
    }
    boolean room = bytes <= allowanceBytes;
    allowanceBytes -= room ? bytes : 0;
    return room;
  }

  long usableBytes() {
    return usableBytes;
  }

  long reserveBytes() {
    return reserveBytes;
  }
}
