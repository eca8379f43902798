package io.holdfast.backend.state;

import io.holdfast.backend.PartitionTask.Rows;
import io.holdfast.backend.StateOp;
import io.holdfast.backend.StateTask;
import io.holdfast.stream.Pair;
import java.io.Serializable;
import java.util.List;

/**
 * Yields how many rows are in the window, which arrive counted under one key. When the last ones
 * have left it yields 0, once; then nothing, until there are rows again.
 */
public record CountWindowOp<K>(InverseWindowOp<K, Long> counts)
    implements StateOp<Pair<K, Long>, Pair<K, Long>> {

  /** A window of that length. */
  public static <K> CountWindowOp<K> of(long windowMillis) {
    return new CountWindowOp<>(new InverseWindowOp<>(Long::sum, Math::subtractExact, windowMillis));
  }

  @Override
  public boolean takesByKey() {
    return true;
  }

  @Override
  public boolean yieldsByKey() {
    return true;
  }

  @Override
  @SuppressWarnings("unchecked") // the state of this name holds what this operation has put there
  public Rows<Pair<K, Long>> run(StateTask<Pair<K, Long>> task) {
    Rows<Pair<K, Long>> counted = counts.run(task);
    if (!task.emits()) {
      return counted;
    }
    return out -> {
      counted.forEach(out);
      task.state().forEachRemoved(key -> out.accept(new Pair<>((K) key, 0L)));
    };
  }

  @Override
  public long wakeUpMillis(Outlook outlook) {
    return counts.wakeUpMillis(outlook);
  }

  @Override
  public List<Serializable> functions() {
    return List.of();
  }
}
