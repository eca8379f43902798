package io.holdfast.wal.storage;

import java.util.function.Supplier;

/**
 * Whether a file may still be written: not after an operation on it has failed, and not when it is
 * closed (rule R9, see {@link Appender}). A file counts as dead from the beginning of each
 * operation until it has succeeded, so nothing that is thrown in between can be forgotten. One
 * thread at a time.
 */
public final class OneStrike {
  private final Supplier<String> location;
  private boolean dead;
  private boolean closed;

  /**
   * @param location of the file, for messages
   */
  public OneStrike(Supplier<String> location) {
    this.location = location;
  }

  /**
   * Begins an operation.
   *
   * @param operation for the message
   * @throws StorageException if an earlier one has failed, or the file is closed
   */
  public void begin(String operation) {
    requireAlive(operation);
    dead = true;
  }

  /**
   * Looks whether an operation could begin.
   *
   * @throws StorageException as {@link #begin}
   */
  public void requireAlive(String operation) {
    if (closed) {
      throw refused(operation, "the file is closed");
    }
    if (dead) {
      throw refused(
          operation, "an earlier write or force of this file failed, so it is never forced again");
    }
  }

  private StorageException refused(String operation, String why) {
    return new StorageException(operation + " " + location.get() + ": " + why, null);
  }

  /** The operation has succeeded: there may be another one. */
  public void succeeded() {
    dead = false;
  }

  /** Whether an operation has failed, or is under way. */
  public boolean isDead() {
    return dead;
  }

  /** Closes the file; false if it was closed before. */
  public boolean close() {
    boolean first = !closed;
    closed = true;
    return first;
  }
}
