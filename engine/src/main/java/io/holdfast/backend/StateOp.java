package io.holdfast.backend;

import java.io.Serializable;
import java.util.List;

/**
 * What a named state does in a batch, partition by partition. Part of the checkpoint, so it holds
 * nothing but values and functions of the user's.
 *
 * @param <I> rows that arrive
 * @param <O> rows that it yields
 */
public interface StateOp<I, O> extends Serializable {
  /** No batch is wanted. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Whether rows are pairs, one of a key, that lie in the partition of their key when they arrive.
   */
  boolean takesByKey();

  /** Whether the rows that it yields are pairs, one of a key, in the partition of their key. */
  boolean yieldsByKey();

  /** Whether its values are the user's, to be looked at from outside. */
  default boolean holdsValues() {
    return false;
  }

  /**
   * Changes one partition by what has arrived. Has to be deterministic.
   *
   * @return what it yields, to be walked any number of times during the batch
   */
  PartitionTask.Rows<O> run(StateTask<I> task);

  /**
   * From when on it wants a batch, even if no data comes: time in milliseconds, {@link #NEVER} if
   * it can wait for data.
   */
  default long wakeUpMillis(Outlook outlook) {
    return NEVER;
  }

  /** The user's functions. */
  List<Serializable> functions();

  /**
   * What a state looks like between batches. Times are those of batches, in milliseconds.
   *
   * @param versionMillis the last batch
   * @param holdsPanes whether a window has anything in it
   * @param oldestTouchMillis of the key that was not touched for longest; {@link #NEVER} if none
   *     was
   */
  record Outlook(long versionMillis, boolean holdsPanes, long oldestTouchMillis) {}
}
