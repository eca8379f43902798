package io.holdfast.backend.state;

import io.holdfast.backend.BatchStates;
import io.holdfast.backend.PartitionTask.Rows;
import io.holdfast.backend.StateTask;
import java.io.Serializable;
import java.util.List;

/** A window of rows as they are. Yields those of all batches in it. */
public record RowWindowOp<T>(long windowMillis) implements RowKeeping<T> {
  @Override
  @SuppressWarnings("unchecked") // the panes of this name hold what this operation has put there
  public Rows<T> run(StateTask<T> task) {
    BatchStates.Partition state = task.state();
    List<Object> arrived = keep(task);
    if (!task.emits()) {
      return out -> {};
    }
    long after = state.batchMillis() - windowMillis;
    state.evict(after);
    return out -> {
      state.rowsOfPanes(
          after, state.batchMillis(), rows -> rows.forEach(row -> out.accept((T) row)));
      arrived.forEach(row -> out.accept((T) row));
    };
  }

  @Override
  public long wakeUpMillis(Outlook outlook) {
    return outlook.holdsPanes() ? outlook.versionMillis() + 1 : NEVER;
  }

  @Override
  public List<Serializable> functions() {
    return List.of();
  }
}
