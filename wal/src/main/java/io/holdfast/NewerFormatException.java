package io.holdfast;

/** A file was written by a newer version; this one must not touch it. */
public class NewerFormatException extends HoldfastException {
  private static final long serialVersionUID = 1L;

  public NewerFormatException(String message) {
    this(message, null);
  }

  public NewerFormatException(String message, Throwable cause) {
    super(ExitCode.NEWER_FORMAT, message, cause);
  }
}
