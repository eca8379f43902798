package io.holdfast.backend.state;

import io.holdfast.backend.BatchStates;
import io.holdfast.backend.StateOp;
import io.holdfast.backend.StateTask;
import io.holdfast.stream.Pair;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the rows of batches as they are, a pane for each batch, so that they can be looked at from
 * outside.
 *
 * <p>Beside the panes there is a mark: the length of time that is kept, and behind which batch. It
 * is written in the first batch and when the length changes, so that nobody takes for a batch
 * without rows what was never kept, or has left a shorter window before.
 */
public sealed interface RowKeeping<T> extends StateOp<T, T> permits RowWindowOp, RememberOp {
  /** The key of the mark. */
  String MARK = "kept";

  /** The length of time that is kept. */
  long windowMillis();

  @Override
  default boolean takesByKey() {
    return false;
  }

  @Override
  default boolean yieldsByKey() {
    return false;
  }

  /** Puts what has arrived into the batch's pane. */
  default List<Object> keep(StateTask<T> task) {
    BatchStates.Partition state = task.state();
    List<Object> arrived = new ArrayList<>();
    task.arrived().forEach(arrived::add);
    state.addPane(arrived);
    if (state.owns(MARK)) {
      mark(state);
    }
    return arrived;
  }

  private void mark(BatchStates.Partition state) {
    Pair<Long, Long> before = mark(state.get(MARK));
    long batch = state.batchMillis();
    if (before == null) {
      // A log of before there were marks: its window has not changed, as far as can be known.
      state.set(
          MARK, new Pair<>(windowMillis(), state.isNew() ? batch - 1 : batch - windowMillis()));
    } else if (before.key() != windowMillis()) {
      state.set(MARK, new Pair<>(windowMillis(), Math.max(before.value(), batch - before.key())));
    }
  }

  /**
   * Behind which time everything is kept.
   *
   * @param mark the value of {@link #MARK}; null if there is none
   * @param versionMillis the last batch
   */
  default long keptBehind(Object mark, long versionMillis) {
    long window = versionMillis - windowMillis();
    return mark == null ? window : Math.max(window, mark(mark).value());
  }

  @SuppressWarnings("unchecked") // nothing else is put there
  private static Pair<Long, Long> mark(Object value) {
    return (Pair<Long, Long>) value;
  }
}
