package io.holdfast.wal.storage.mirrored;

import io.holdfast.ConfigurationException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * How a mirror behaves.
 *
 * @param whenOneFails whether the other goes on alone
 * @param trustTheSideThatIsThere permission to use a side that was last seen with both sides there,
 *     though the other one, which is not there, may have gone on alone since. Whatever was
 *     acknowledged by the missing one alone is given up
 * @param adoptPlainStorage permission to make a directory that was no mirror the first copy of one
 * @param bufferBytes for copying and comparing; two such buffers are in use at a time
 * @param forces runs the force of the second side beside that of the first; without it they run one
 *     after the other
 * @param listener hears of failures
 */
public record MirrorOptions(
    WhenOneFails whenOneFails,
    boolean trustTheSideThatIsThere,
    boolean adoptPlainStorage,
    int bufferBytes,
    Optional<Executor> forces,
    MirrorListener listener) {
  private static final int LEAST_BUFFER_BYTES = 512;
  private static final int MOST_BUFFER_BYTES = 64 << 20;

  /** What the mirror does when one of its sides fails. */
  public enum WhenOneFails {
    /** The operation fails, and so does every later one until the mirror is opened again. */
    STOP,
    /** The other side goes on; everything says so, loudly. */
    GO_ON_ALONE
  }

  /** Stops when one side fails; forces one after the other. */
  public static final MirrorOptions DEFAULT =
      new MirrorOptions(
          WhenOneFails.STOP, false, false, 1 << 20, Optional.empty(), MirrorListener.NONE);

  public MirrorOptions {
    Objects.requireNonNull(whenOneFails);
    Objects.requireNonNull(forces);
    Objects.requireNonNull(listener);
    if (bufferBytes < LEAST_BUFFER_BYTES || bufferBytes > MOST_BUFFER_BYTES) {
      throw new ConfigurationException(
          "MirrorOptions.bufferBytes is "
              + bufferBytes
              + "; it must be between "
              + LEAST_BUFFER_BYTES
              + " and "
              + MOST_BUFFER_BYTES
              + ".");
    }
  }

  /** The same with another policy. */
  public MirrorOptions withWhenOneFails(WhenOneFails value) {
    return new MirrorOptions(
        value, trustTheSideThatIsThere, adoptPlainStorage, bufferBytes, forces, listener);
  }

  /** The same with or without the permission to trust a side that may not have the last word. */
  public MirrorOptions withTrustTheSideThatIsThere(boolean value) {
    return new MirrorOptions(whenOneFails, value, adoptPlainStorage, bufferBytes, forces, listener);
  }

  /** The same with or without the permission to turn a plain storage into a mirrored one. */
  public MirrorOptions withAdoptPlainStorage(boolean value) {
    return new MirrorOptions(
        whenOneFails, trustTheSideThatIsThere, value, bufferBytes, forces, listener);
  }

  /** The same with buffers of another size. */
  public MirrorOptions withBufferBytes(int value) {
    return new MirrorOptions(
        whenOneFails, trustTheSideThatIsThere, adoptPlainStorage, value, forces, listener);
  }

  /**
   * The same with forces of both sides at once. Deadlock is impossible: a force that the executor
   * has not begun when the first side is done is run by the caller.
   */
  public MirrorOptions withForcesOn(Executor value) {
    return new MirrorOptions(
        whenOneFails,
        trustTheSideThatIsThere,
        adoptPlainStorage,
        bufferBytes,
        Optional.of(value),
        listener);
  }

  /** The same with somebody who hears of failures. */
  public MirrorOptions withListener(MirrorListener value) {
    return new MirrorOptions(
        whenOneFails, trustTheSideThatIsThere, adoptPlainStorage, bufferBytes, forces, value);
  }

  boolean goesOnAlone() {
    return whenOneFails == WhenOneFails.GO_ON_ALONE;
  }
}
