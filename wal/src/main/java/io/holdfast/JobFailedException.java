package io.holdfast;

/**
 * A function or sink of the job failed; all durable data is kept and the batch is still pending.
 */
public class JobFailedException extends HoldfastException {
  private static final long serialVersionUID = 1L;

  public JobFailedException(String message) {
    this(message, null);
  }

  public JobFailedException(String message, Throwable cause) {
    super(ExitCode.JOB_FAILED, message, cause);
  }
}
