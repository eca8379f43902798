package io.holdfast.wal;

/**
 * One thing that the bytes at a place have to fulfil to be the frame that is due there.
 *
 * @param predicate in words, as it would read if it holds
 * @param answer whether it does
 * @param found what was found, and for what does not hold what was due
 */
public record FrameCheck(String predicate, Answer answer, String found) {

  /** Whether a predicate holds. */
  public enum Answer {
    YES,
    NO,
    /** Another one had to hold first. */
    NOT_ASKED
  }
}
