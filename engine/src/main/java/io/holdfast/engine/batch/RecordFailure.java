package io.holdfast.engine.batch;

import io.holdfast.backend.UserCodeException;
import io.holdfast.engine.quarantine.RecordOrigin;

/** A function of the user's failed on a received record. */
public final class RecordFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RecordFailure(RecordOrigin origin, UserCodeException cause) {
    super(cause.getMessage() + " (record " + origin + ")", cause);
  }

  /** One that has come from another process, of which only the words are left. */
  public RecordFailure(String message, RuntimeException cause) {
    super(message, cause);
  }
}
