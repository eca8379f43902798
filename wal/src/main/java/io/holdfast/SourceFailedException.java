package io.holdfast;

/** A source cannot be read, or contradicts what it delivered before. */
public class SourceFailedException extends HoldfastException {
  private static final long serialVersionUID = 1L;

  public SourceFailedException(String message) {
    this(message, null);
  }

  public SourceFailedException(String message, Throwable cause) {
    super(ExitCode.SOURCE_FAILED, message, cause);
  }
}
