package io.holdfast.backend.state;

import io.holdfast.backend.BatchStates;
import io.holdfast.backend.PartitionTask.Rows;
import io.holdfast.backend.StateOp;
import io.holdfast.backend.StateTask;
import io.holdfast.stream.Pair;
import java.util.Map;

/**
 * A window by key: each batch leaves a pane with what its values of each key have become together.
 *
 * @param <C> that, {@code <R>} what the window makes of it
 */
abstract sealed class KeyWindowOp<K, C, R> implements StateOp<Pair<K, C>, Pair<K, R>>
    permits GroupWindowOp, MergeWindowOp, InverseWindowOp {
  private static final long serialVersionUID = 1;

  private final long windowMillis;

  KeyWindowOp(long windowMillis) {
    this.windowMillis = windowMillis;
  }

  @Override
  public final boolean takesByKey() {
    return true;
  }

  @Override
  public final boolean yieldsByKey() {
    return true;
  }

  @Override
  public final Rows<Pair<K, R>> run(StateTask<Pair<K, C>> task) {
    BatchStates.Partition state = task.state();
    Map<Object, Object> arrived = task.arrivedByKey();
    arrives(task, arrived);
    Rows<Pair<K, R>> yielded = out -> {};
    if (task.emits()) {
      long after = state.batchMillis() - windowMillis;
      leaves(task, after);
      state.evict(after);
      yielded = yields(task, arrived, after);
    }
    state.addPane(arrived);
    return yielded;
  }

  /** The pane of this batch. */
  void arrives(StateTask<Pair<K, C>> task, Map<Object, Object> pane) {}

  /** The panes up to {@code through} leave. */
  void leaves(StateTask<Pair<K, C>> task, long through) {}

  /** The rows of the window that holds the panes behind {@code after} and the arrived one. */
  abstract Rows<Pair<K, R>> yields(
      StateTask<Pair<K, C>> task, Map<Object, Object> arrived, long after);

  @Override
  public final long wakeUpMillis(Outlook outlook) {
    return outlook.holdsPanes() ? outlook.versionMillis() + 1 : NEVER;
  }
}
