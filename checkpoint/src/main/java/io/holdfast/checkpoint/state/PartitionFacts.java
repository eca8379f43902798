package io.holdfast.checkpoint.state;

import java.io.Serializable;

/**
 * What a driver knows of a partition of a state that lies elsewhere.
 *
 * @param keys that have a value
 * @param oldestTouchMillis when the key was touched that was not touched for longest; {@link
 *     KeyedState#UNTOUCHED} if none was
 * @param holdsPanes whether a window has anything in it
 */
public record PartitionFacts(long keys, long oldestTouchMillis, boolean holdsPanes)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Of a partition in which nothing is. */
  public static final PartitionFacts NONE = new PartitionFacts(0, KeyedState.UNTOUCHED, false);
}
