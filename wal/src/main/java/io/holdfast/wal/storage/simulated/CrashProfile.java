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
  ADVERSARIAL,
  /**
   * HDFS, after the writer, the NameNode and all DataNodes have died: changes of entries are
   * durable when their call has returned, a renaming has happened or not, and a file ends somewhere
   * between what was synced and what was written, at the end of a chunk or of the file. Never a
   * hole, never other bytes. Goes together with {@link SimulatedDisk#hintsSupported} switched off.
   */
  HDFS
}
