package io.holdfast.backend.state;

import io.holdfast.backend.PartitionTask.Rows;
import io.holdfast.backend.StateTask;
import io.holdfast.stream.Pair;
import io.holdfast.stream.function.ReduceFunction;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Yields what the values in the window reduce to for each key, kept as a running total: what
 * arrives is reduced into it, what leaves is taken out by the inverse function. A key leaves with
 * the last pane that has it. Totals are durable, so that a restart goes on with the same ones, also
 * where the order of operations matters, as it does for floating-point numbers.
 */
public final class InverseWindowOp<K, V> extends KeyWindowOp<K, V, V> {
  private static final long serialVersionUID = 1;

  private final ReduceFunction<V> function;
  private final ReduceFunction<V> inverse;

  /**
   * A window.
   *
   * @param inverse takes its second value out of its first
   */
  public InverseWindowOp(ReduceFunction<V> function, ReduceFunction<V> inverse, long windowMillis) {
    super(windowMillis);
    this.function = function;
    this.inverse = inverse;
  }

  @Override
  void arrives(StateTask<Pair<K, V>> task, Map<Object, Object> pane) {
    pane.forEach(
        (key, value) -> {
          RunningTotal<V> before = total(task.state().get(key));
          RunningTotal<V> now =
              before == null
                  ? new RunningTotal<>(value(value), 1)
                  : new RunningTotal<>(
                      task.reduced(function, before.total(), value(value)), before.panes() + 1);
          task.state().set(key, now);
        });
  }

  @Override
  void leaves(StateTask<Pair<K, V>> task, long through) {
    task.state()
        .valuesOfPanes(
            Long.MIN_VALUE,
            through,
            pane ->
                pane.forEach(
                    (key, value) -> {
                      RunningTotal<V> before = total(task.state().get(key));
                      task.state().set(key, without(task, before, value(value)));
                    }));
  }

  private RunningTotal<V> without(StateTask<?> task, RunningTotal<V> before, V value) {
    return before.panes() == 1
        ? null
        : new RunningTotal<>(task.reduced(inverse, before.total(), value), before.panes() - 1);
  }

  @Override
  @SuppressWarnings("unchecked") // the state of this name holds what this operation has put there
  Rows<Pair<K, V>> yields(StateTask<Pair<K, V>> task, Map<Object, Object> arrived, long after) {
    return out ->
        task.state()
            .forEach((key, value) -> out.accept(new Pair<>((K) key, this.total(value).total())));
  }

  @SuppressWarnings("unchecked") // likewise
  private RunningTotal<V> total(Object value) {
    return (RunningTotal<V>) value;
  }

  @SuppressWarnings("unchecked") // likewise
  private V value(Object value) {
    return (V) value;
  }

  @Override
  public List<Serializable> functions() {
    return List.of(function, inverse);
  }
}
