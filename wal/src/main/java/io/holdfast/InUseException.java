package io.holdfast;

/** Another live process owns the directory. */
public class InUseException extends HoldfastException {
  private static final long serialVersionUID = 1L;

  public InUseException(String message) {
    this(message, null);
  }

  public InUseException(String message, Throwable cause) {
    super(ExitCode.IN_USE, message, cause);
  }
}
