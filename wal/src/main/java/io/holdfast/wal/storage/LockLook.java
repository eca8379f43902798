package io.holdfast.wal.storage;

/**
 * What can be said of a lock without asking for it.
 *
 * @param answer whether somebody has it
 * @param words for people: of a lock that is held, what {@link Storage#lock} would refuse with;
 *     otherwise on what the answer rests, or why there is none
 * @param described what the last holder has said of itself; empty if nothing
 */
public record LockLook(Answer answer, String words, String described) {

  /** Whether somebody has it. */
  public enum Answer {
    /** Nobody that can be seen from here. */
    FREE,
    /** Somebody who is alive. */
    HELD,
    /** The storage cannot tell. */
    UNKNOWN
  }
}
