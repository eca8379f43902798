package io.holdfast.engine.batch;

import io.holdfast.backend.UserCodeException;
import io.holdfast.engine.quarantine.RecordOrigin;

/** A function of the user's failed on a received record. */
final class RecordFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RecordFailure(RecordOrigin origin, UserCodeException cause) {
    super(cause.getMessage() + " (record " + origin + ")", cause);
  }
}
