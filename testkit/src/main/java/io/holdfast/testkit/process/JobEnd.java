package io.holdfast.testkit.process;

import io.holdfast.ExitCode;

/**
 * How a life has ended.
 *
 * @param exitCode of the process
 * @param message what it has said at its end; empty if it was killed
 */
public record JobEnd(int exitCode, String message) {
  private static final int KILLED = 128 + 9;

  /** It came to the end of its input and stopped. */
  public boolean finished() {
    return exitCode == ExitCode.OK.code();
  }

  /** It was killed by a signal. */
  public boolean killed() {
    return exitCode == KILLED;
  }

  /** It came to the point of its plan and ended itself there. */
  public boolean atItsPoint() {
    return exitCode == Steps.EXIT_CODE;
  }

  /** Whether it ended with this code. */
  public boolean is(ExitCode code) {
    return exitCode == code.code();
  }
}
