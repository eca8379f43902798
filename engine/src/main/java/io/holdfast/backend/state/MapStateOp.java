package io.holdfast.backend.state;

import io.holdfast.backend.PartitionTask.Rows;
import io.holdfast.backend.StateOp;
import io.holdfast.backend.StateTask;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StateSpec;
import io.holdfast.stream.function.StateFunction;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hands each value that arrives to the user's function with the key's state, and yields what the
 * function makes of it. With a time-out, keys that no value has come for are handed over once more
 * and then removed.
 *
 * @param timeoutMillis since the key was last touched; 0 for none
 */
public record MapStateOp<K, V, S, R>(
    StateFunction<K, V, S, R> function, InitialState<K, S> initial, long timeoutMillis)
    implements StateOp<Pair<K, List<V>>, R> {

  /** As the user has specified it. */
  public static <K, V, S, R> MapStateOp<K, V, S, R> of(StateSpec<K, V, S, R> spec) {
    return new MapStateOp<>(
        spec.function(), new InitialState<>(spec.initial()), spec.timeout().toMillis());
  }

  @Override
  public boolean takesByKey() {
    return true;
  }

  @Override
  public boolean yieldsByKey() {
    return false;
  }

  @Override
  public boolean holdsValues() {
    return true;
  }

  @Override
  public Rows<R> run(StateTask<Pair<K, List<V>>> task) {
    List<R> mapped = new ArrayList<>();
    StateCell<S> cell = new StateCell<>(task.state(), timeoutMillis > 0);
    initial.putInto(task.state(), timeoutMillis > 0 ? task.state()::touch : task.state()::set);
    task.arrived()
        .forEach(
            pair -> {
              cell.begin(pair.key(), false);
              for (V value : pair.value()) {
                call(pair.key(), Optional.of(value), cell, task).ifPresent(mapped::add);
              }
              cell.end();
            });
    if (timeoutMillis > 0) {
      timeOut(task, cell, mapped);
    }
    return mapped::forEach;
  }

  @SuppressWarnings("unchecked") // the state of this name holds what this operation has put there
  private void timeOut(StateTask<?> task, StateCell<S> cell, List<R> mapped) {
    task.state()
        .untouchedSince(
            task.state().batchMillis() - timeoutMillis,
            key -> {
              cell.begin(key, true);
              call((K) key, Optional.empty(), cell, task).ifPresent(mapped::add);
              cell.end();
            });
  }

  private Optional<R> call(K key, Optional<V> value, StateCell<S> cell, StateTask<?> task) {
    Optional<R> result;
    try {
      result = function.apply(key, value, cell);
    } catch (RuntimeException e) {
      throw task.step().failed(new Pair<>(key, value), e);
    }
    return result != null ? result : task.step().row(null, new Pair<>(key, value));
  }

  @Override
  public long wakeUpMillis(Outlook outlook) {
    boolean none = timeoutMillis == 0 || outlook.oldestTouchMillis() == NEVER;
    return none ? NEVER : outlook.oldestTouchMillis() + timeoutMillis;
  }

  @Override
  public List<Serializable> functions() {
    return List.of(function);
  }
}
