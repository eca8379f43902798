package io.holdfast;

/**
 * The fate of a durable write is unknown: it may or may not be found after a restart. Whoever waits
 * for it must neither acknowledge nor repeat it; the next incarnation finds out (rules R5 and R9).
 */
public class IndeterminateException extends HoldfastException {
  private static final long serialVersionUID = 1L;

  public IndeterminateException(String message, Throwable cause) {
    super(cause instanceof HoldfastException e ? e.exitCode() : ExitCode.IO, message, cause);
  }
}
