package io.holdfast;

/**
 * Recovery needs data that is no longer on storage: a missing segment, checkpoint, state version or
 * source file.
 */
public class NotReplayableException extends HoldfastException {
  private static final long serialVersionUID = 1L;

  public NotReplayableException(String message) {
    this(message, null);
  }

  public NotReplayableException(String message, Throwable cause) {
    super(ExitCode.NOT_REPLAYABLE, message, cause);
  }
}
