package io.holdfast.wal.storage.simulated;

import java.util.function.IntFunction;

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
   * Shown after {@link #before} an operation of more than one {@linkplain StorageOperation#parts()
   * part}, so that a tester can look at what its middle would leave while the run goes on.
   *
   * @param cut gives the disk as it is when so many parts have happened, all that is not durable
   *     still pending
   */
  default void inside(StorageOperation operation, IntFunction<SimulatedDisk> cut) {}

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
