package io.holdfast;

import java.util.Objects;

/**
 * Root of all errors that Holdfast raises on purpose. The type tells what the operator should do,
 * the message names the resource, the position and the way out. It is complete without its stack
 * trace: the command line prints the message alone.
 */
public class HoldfastException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public HoldfastException(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  public HoldfastException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = Objects.requireNonNull(exitCode);
  }

  /** The code with which a command ends that this error stops. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
