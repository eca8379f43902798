package io.holdfast.wal.storage.mirrored;

/**
 * Hears what an operator has to hear. Called on the thread that found it, after the fact is durable
 * and without any lock held; what it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface MirrorListener {
  /** Hears nothing; the log lines are written all the same. */
  MirrorListener NONE = status -> {};

  /**
   * One side has failed and the mirror goes on with the other, or has stopped: {@link
   * MirrorStatus#mode()} says which.
   */
  void sideFailed(MirrorStatus status);
}
