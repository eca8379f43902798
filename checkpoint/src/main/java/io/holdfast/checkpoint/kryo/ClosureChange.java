package io.holdfast.checkpoint.kryo;

import java.util.Optional;

/**
 * What has become of a function since a checkpoint was written.
 *
 * @param label whose function it is
 * @param before what it was; empty if there was none
 * @param now what it is; empty if there is none
 * @param effect whether it is the same
 * @param words what is different, for people; empty if nothing is
 */
public record ClosureChange(
    String label,
    Optional<ClosureFingerprint> before,
    Optional<ClosureFingerprint> now,
    Effect effect,
    String words) {

  /** What a change is. */
  public enum Effect {
    SAME,
    /** It is, or may be, other code. */
    CHANGED,
    GONE,
    NEW
  }
}
