package io.holdfast.wal.exploration;

/** The log has broken its word. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Violation(String message) {
    super(message);
  }

  Violation(String message, Throwable cause) {
    super(message + ": " + cause, cause);
  }
}
