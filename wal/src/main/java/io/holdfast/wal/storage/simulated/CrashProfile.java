package io.holdfast.wal.storage.simulated;

/** How much of what was never forced survives. */
public enum CrashProfile {
  /**
   * The process was killed, the machine runs on: everything written is there, forced or not as
   * before.
   */
  KILL,
  /** Nothing survives but what was forced. */
  LOSE_ALL,
  /**
   * ext4 with ordered data: changes of entries survive up to some point of their common order,
   * files keep a prefix of their bytes. A force of anything commits all earlier changes of entries.
   */
  EXT4_ORDERED,
  /** XFS: as ext4, but the size of a file may survive without its bytes, which then are zeros. */
  XFS,
  /**
   * All that POSIX allows: any subset of the changes of entries, any size, sectors new, zero,
   * partly new or garbage.
   */
  ADVERSARIAL
}
