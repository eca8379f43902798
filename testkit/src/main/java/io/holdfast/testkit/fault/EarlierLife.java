package io.holdfast.testkit.fault;

import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.Fault;
import java.util.Optional;

/**
 * A life of the job before the one that is examined, and how it ended.
 *
 * @param operation at which it ended
 * @param fault what the operation failed with; empty if the process died there
 * @param profile what was left of it
 */
public record EarlierLife(long operation, Optional<Fault> fault, CrashProfile profile) {

  @Override
  public String toString() {
    return "an earlier life "
        + fault.map(f -> "had " + f + " at operation ").orElse("died at operation ")
        + operation
        + " ("
        + profile
        + ")";
  }
}
