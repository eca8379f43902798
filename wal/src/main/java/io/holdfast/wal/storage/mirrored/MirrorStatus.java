package io.holdfast.wal.storage.mirrored;

import java.util.Optional;

/**
 * How a mirror is at one moment; for people and metrics.
 *
 * @param mode whether both sides are written
 * @param generation counts the times that the mirror lost a side or got it back
 * @param failed the side that is not written any more
 * @param readsByTheOther files that were read from the second side because the first could not
 * @param repairs copies that were replaced since the mirror was opened, those at its start included
 */
public record MirrorStatus(
    Mode mode, long generation, Optional<FailedSide> failed, long readsByTheOther, long repairs) {

  /** Who is written. */
  public enum Mode {
    /** Both sides; a single failure loses nothing. */
    BOTH,
    /** One side only; a further failure loses data. */
    ALONE,
    /** None: one side failed and the mirror may not go on alone. Open it again. */
    STOPPED
  }

  /**
   * A side that failed.
   *
   * @param location of the side
   * @param why the message of its error
   * @param sinceMillis wall-clock time, milliseconds since 1970
   */
  public record FailedSide(String location, String why, long sinceMillis) {}
}
