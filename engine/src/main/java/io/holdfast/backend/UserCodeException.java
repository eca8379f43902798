package io.holdfast.backend;

/** A function of the user's failed, or returned what it may not; the message says which one. */
public final class UserCodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UserCodeException(String message) {
    super(message);
  }

  public UserCodeException(String message, Throwable cause) {
    super(message, cause);
  }
}
