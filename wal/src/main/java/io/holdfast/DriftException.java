package io.holdfast;

/** The job's code or names are not those the durable data was made with. */
public class DriftException extends HoldfastException {
  private static final long serialVersionUID = 1L;

  public DriftException(String message) {
    this(message, null);
  }

  public DriftException(String message, Throwable cause) {
    super(ExitCode.DRIFT, message, cause);
  }
}
