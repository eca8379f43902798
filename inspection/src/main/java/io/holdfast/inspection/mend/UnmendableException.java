package io.holdfast.inspection.mend;

import io.holdfast.NotReplayableException;

/** Nothing sound can be made of what is there; the message says why, and what would help. */
public final class UnmendableException extends NotReplayableException {
  private static final long serialVersionUID = 1L;

  public UnmendableException(String message) {
    super(message);
  }
}
