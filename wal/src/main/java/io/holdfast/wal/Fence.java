package io.holdfast.wal;

/**
 * Tells a writer that it has lost its right to write. Asked after each force and before anybody is
 * told that a record is durable: a newer epoch is claimed before the log is read, so what was
 * forced before an unfenced check is seen by the newer writer, and what comes later is not
 * acknowledged.
 */
@FunctionalInterface
public interface Fence {
  /** For logs that have only one possible writer. */
  Fence NONE = () -> {};

  /**
   * Cheap; called once a group. @throws io.holdfast.FencedException if a newer epoch was claimed
   */
  void check();
}
