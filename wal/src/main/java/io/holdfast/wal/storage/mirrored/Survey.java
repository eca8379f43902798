package io.holdfast.wal.storage.mirrored;

import io.holdfast.wal.storage.StorageException;
import java.util.Optional;

/**
 * What one side is found to be before anything is done.
 *
 * @param side which one
 * @param state what is there
 * @param marker its newest marker; null unless it is {@link State#MARKED}
 * @param problem why it cannot be read; null unless it is {@link State#UNREACHABLE}
 */
record Survey(Side side, State state, Marker marker, StorageException problem) {

  enum State {
    /** Cannot be read. */
    UNREACHABLE,
    /** Holds nothing: a new disk, or the directory on which the right one is not mounted. */
    EMPTY,
    /** Holds something and was never a side of a mirror. */
    PLAIN,
    /** Is a side of a mirror. */
    MARKED
  }

  static Survey of(Side side) {
    try {
      Optional<Marker> marker = MarkerFiles.newest(side.storage());
      if (marker.isPresent()) {
        return new Survey(side, State.MARKED, marker.get(), null);
      }
      boolean empty = Tree.entries(side.storage(), "").isEmpty();
      return new Survey(side, empty ? State.EMPTY : State.PLAIN, null, null);
    } catch (StorageException e) {
      return unreachable(side, e);
    }
  }

  static Survey unreachable(Side side, StorageException problem) {
    return new Survey(side, State.UNREACHABLE, null, problem);
  }

  boolean is(State other) {
    return state == other;
  }

  boolean isMarked(Marker.Mode mode) {
    return state == State.MARKED && marker.mode() == mode;
  }

  String location() {
    return side.location();
  }
}
