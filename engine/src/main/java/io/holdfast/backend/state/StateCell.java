package io.holdfast.backend.state;

import io.holdfast.backend.BatchStates;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.State;
import java.util.Optional;

/** The state of one key after the other, as the user's function sees it. Used by one task. */
final class StateCell<S> implements State<S> {
  private final BatchStates.Partition partition;
  private final boolean touches;
  private Object key;
  private S value;
  private boolean changed;
  private boolean timingOut;

  StateCell(BatchStates.Partition partition, boolean touches) {
    this.partition = partition;
    this.touches = touches;
  }

  @SuppressWarnings("unchecked") // the state of this name holds what this operation has put there
  void begin(Object newKey, boolean timeOut) {
    key = newKey;
    value = (S) partition.get(newKey);
    changed = false;
    timingOut = timeOut;
  }

  void end() {
    if (timingOut) {
      partition.set(key, null);
    } else if (touches && value != null) {
      partition.touch(key, value);
    } else if (changed) {
      partition.set(key, value);
    }
  }

  @Override
  public BatchTime batch() {
    return new BatchTime(partition.batchMillis());
  }

  @Override
  public Optional<S> value() {
    return Optional.ofNullable(value);
  }

  @Override
  public void update(S next) {
    if (timingOut) {
      throw new IllegalStateException(
          "the state of a key whose time is over is removed; it cannot be updated");
    }
    if (next == null) {
      throw new IllegalArgumentException("a state is never null; remove() takes it away");
    }
    value = next;
    changed = true;
  }

  @Override
  public void remove() {
    value = null;
    changed = true;
  }

  @Override
  public boolean isTimingOut() {
    return timingOut;
  }
}
