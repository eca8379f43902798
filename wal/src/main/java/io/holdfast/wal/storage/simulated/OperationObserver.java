package io.holdfast.wal.storage.simulated;

/**
 * Sees each operation of a disk, on the thread that performs it, and may end the process there by
 * throwing {@link SimulatedCrash}. Reads are not shown: a crash between two reads finds the same
 * disk as one after the last write.
 */
public interface OperationObserver {
  /** The answer of {@link #crashInside} for an operation that runs to its end. */
  int NO_CRASH = -1;

  /** Nothing of the operation has happened. */
  default void before(StorageOperation operation) {}

  /**
   * Asked after {@link #before}: after how many of its {@link StorageOperation#parts() parts} the
   * process dies, or {@link #NO_CRASH}.
   */
  default int crashInside(StorageOperation operation) {
    return NO_CRASH;
  }

  /** The operation has succeeded; the caller does not know yet. Not called for one that failed. */
  default void after(StorageOperation operation) {}
}
