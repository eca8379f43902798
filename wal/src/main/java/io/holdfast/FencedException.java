package io.holdfast;

/** A newer epoch has taken over; this process must not acknowledge or commit anything any more. */
public class FencedException extends HoldfastException {
  private static final long serialVersionUID = 1L;

  public FencedException(String message) {
    this(message, null);
  }

  public FencedException(String message, Throwable cause) {
    super(ExitCode.FENCED, message, cause);
  }
}
