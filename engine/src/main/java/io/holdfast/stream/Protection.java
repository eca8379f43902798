package io.holdfast.stream;

/**
 * What protects the records of a received input until they are processed. Records that their source
 * can give again need neither: {@link StreamingContext#directStream}. In two places at once, the
 * log is on a mirrored storage.
 */
public enum Protection {
  /** The write-ahead log; the default. A source is acknowledged when its records are in it. */
  LOG,

  /**
   * The log; and on a cluster besides, the memory of two of its processes, so that a batch finds
   * what it reads there, also when the process that has received it is lost. It is as sure as
   * {@link #LOG}, and quicker by a read of the log. Without a cluster it is the same as {@link
   * #LOG}.
   */
  REPLICATED,

  /**
   * Nothing: what was received stays in memory until it is processed, and is lost with the job when
   * that dies. Nothing of it is written. How much was lost is known exactly, see {@link
   * StreamingListener#onLost}. Never repeats a record.
   */
  NONE
}
