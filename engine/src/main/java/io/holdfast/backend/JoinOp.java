package io.holdfast.backend;

import io.holdfast.stream.Grouped;
import io.holdfast.stream.Pair;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A join, made from the cogroup of its sides: each value of a key on the left with each on the
 * right. A value of a side that may be missing comes as an {@link Optional}.
 *
 * @param leftMayMiss whether a key that is only on the right has rows
 * @param rightMayMiss whether a key that is only on the left has rows
 * @param <L> a value of the left, or an Optional of it if it may be missing; {@code <R>} likewise
 */
public record JoinOp<K, V, W, L, R>(boolean leftMayMiss, boolean rightMayMiss)
    implements NarrowOp<Pair<K, Grouped<V, W>>, Pair<K, Pair<L, R>>> {

  @Override
  public Consumer<Pair<K, Grouped<V, W>>> onto(
      Consumer<? super Pair<K, Pair<L, R>>> out, Step step) {
    return pair -> {
      List<L> lefts = values(pair.value().left(), leftMayMiss);
      List<R> rights = values(pair.value().right(), rightMayMiss);
      for (L left : lefts) {
        for (R right : rights) {
          out.accept(new Pair<>(pair.key(), new Pair<>(left, right)));
        }
      }
    };
  }

  @Override
  public Keeps keeps() {
    return Keeps.PLACE;
  }

  @SuppressWarnings("unchecked") // KeyedRdd asks for the types that these flags make
  private static <T, S> List<S> values(List<T> values, boolean mayMiss) {
    if (!mayMiss) {
      return (List<S>) values;
    }
    return (List<S>)
        (values.isEmpty() ? List.of(Optional.empty()) : values.stream().map(Optional::of).toList());
  }
}
