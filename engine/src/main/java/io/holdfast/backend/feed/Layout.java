package io.holdfast.backend.feed;

import io.holdfast.backend.NarrowOp.Keeps;

/** What is known of how rows lie in partitions; each constant says all that the one before says. */
public enum Layout {
  /** Nothing: partitions may be put together as suits. */
  FREE,
  /** Partitions were asked for and stay as they are. */
  FIXED,
  /** Every row is a pair and lies in the partition of its key, by the states' rule. */
  PLACED,
  /** And there is at most one row of each key. */
  SINGLE;

  /** Whether it says all that the other one does. */
  public boolean isAtLeast(Layout other) {
    return compareTo(other) >= 0;
  }

  /** Behind an operation on single rows. */
  public Layout behind(Keeps keeps) {
    return switch (keeps) {
      case NOTHING -> least(FIXED);
      case PLACE -> least(PLACED);
      case PLACE_AND_SINGLE -> this;
    };
  }

  private Layout least(Layout other) {
    return isAtLeast(other) ? other : this;
  }
}
