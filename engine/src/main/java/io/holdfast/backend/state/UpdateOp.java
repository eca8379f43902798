package io.holdfast.backend.state;

import io.holdfast.backend.PartitionTask.Rows;
import io.holdfast.backend.StateOp;
import io.holdfast.backend.StateTask;
import io.holdfast.stream.Pair;
import io.holdfast.stream.function.UpdateFunction;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the user's function for the new value of each key that has arrived, and yields it.
 *
 * @param <V> values that arrive, {@code <S>} values of the state
 */
public record UpdateOp<K, V, S>(UpdateFunction<V, S> function, InitialState<K, S> initial)
    implements StateOp<Pair<K, List<V>>, Pair<K, S>> {

  /** With values for keys before the first batch. */
  public static <K, V, S> UpdateOp<K, V, S> of(UpdateFunction<V, S> function, Map<K, S> initial) {
    return new UpdateOp<>(function, new InitialState<>(initial));
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
  public boolean holdsValues() {
    return true;
  }

  @Override
  public Rows<Pair<K, S>> run(StateTask<Pair<K, List<V>>> task) {
    initial.putInto(task.state(), task.state()::set);
    List<Pair<K, S>> updated = new ArrayList<>();
    task.arrived()
        .forEach(
            pair -> {
              Optional<S> next = next(pair, task);
              task.state().set(pair.key(), next.orElse(null));
              next.ifPresent(value -> updated.add(new Pair<>(pair.key(), value)));
            });
    return updated::forEach;
  }

  private Optional<S> next(Pair<K, List<V>> pair, StateTask<?> task) {
    Optional<S> next;
    try {
      next = function.apply(pair.value(), before(pair.key(), task));
    } catch (RuntimeException e) {
      throw task.step().failed(pair, e);
    }
    return task.step().row(next, pair);
  }

  @SuppressWarnings("unchecked") // the state of this name holds what this operation has put there
  private Optional<S> before(K key, StateTask<?> task) {
    return Optional.ofNullable((S) task.state().get(key));
  }

  @Override
  public List<Serializable> functions() {
    return List.of(function);
  }
}
