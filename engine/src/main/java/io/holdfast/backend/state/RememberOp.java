package io.holdfast.backend.state;

import io.holdfast.backend.PartitionTask.Rows;
import io.holdfast.backend.StateTask;
import java.io.Serializable;
import java.util.List;

/**
 * Keeps the rows of the last batches to be looked at. Yields nothing, and wants no batch of its
 * own: what is kept goes when later batches come.
 */
public record RememberOp<T>(long windowMillis) implements RowKeeping<T> {
  @Override
  public Rows<T> run(StateTask<T> task) {
    keep(task);
    task.state().evict(task.state().batchMillis() - windowMillis);
    return out -> {};
  }

  @Override
  public List<Serializable> functions() {
    return List.of();
  }
}
