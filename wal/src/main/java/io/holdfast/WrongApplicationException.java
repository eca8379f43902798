package io.holdfast;

/** The directory belongs to another application. */
public class WrongApplicationException extends HoldfastException {
  private static final long serialVersionUID = 1L;

  public WrongApplicationException(String message) {
    this(message, null);
  }

  public WrongApplicationException(String message, Throwable cause) {
    super(ExitCode.WRONG_APPLICATION, message, cause);
  }
}
