package io.holdfast.wal.storage.simulated;

/** What can go wrong with an operation short of a crash. */
public enum Fault {
  /**
   * The operation fails and changes nothing. Except {@code FORCE}: the bytes stay readable but the
   * kernel has marked them clean, so no later force writes them and a crash may lose them.
   */
  IO_ERROR,
  /** A {@code WRITE} fails after half of its bytes; other operations as {@link #IO_ERROR}. */
  IO_ERROR_AFTER_SHORT_WRITE,
  /** No room; nothing is changed. */
  NO_SPACE,
  /** No room for the second half of a {@code WRITE}; other operations as {@link #NO_SPACE}. */
  NO_SPACE_AFTER_SHORT_WRITE,
  /**
   * The thread was interrupted, which closes the file: a {@code WRITE} stops after half of its
   * bytes, a {@code FORCE} leaves its bytes to be written back some day, other operations do
   * nothing.
   */
  INTERRUPT;

  boolean isNoSpace() {
    return this == NO_SPACE || this == NO_SPACE_AFTER_SHORT_WRITE;
  }

  boolean isShortWrite() {
    return this == IO_ERROR_AFTER_SHORT_WRITE
        || this == NO_SPACE_AFTER_SHORT_WRITE
        || this == INTERRUPT;
  }
}
