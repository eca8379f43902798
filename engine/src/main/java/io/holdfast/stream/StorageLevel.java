package io.holdfast.stream;

/**
 * Where the rows of a stream are kept for the rest of a batch, so that what uses them several times
 * uses one computation. None of it is durable: after a crash the batch is computed again from its
 * input.
 */
public enum StorageLevel {
  /** As objects in memory. What {@code cache()} means. */
  MEMORY,

  /**
   * Encoded, in a temporary file for each partition. Classes of rows are registered with the
   * configuration, as those of states are.
   */
  DISK,

  /**
   * As objects in memory while they are small enough, {@code PersistOptions.memoryBytes}; what is
   * beyond goes to temporary files. Classes of rows are registered likewise.
   */
  MEMORY_AND_DISK
}
