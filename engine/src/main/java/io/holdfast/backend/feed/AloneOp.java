package io.holdfast.backend.feed;

import io.holdfast.backend.Aggregation;
import io.holdfast.backend.NarrowOp;
import io.holdfast.backend.Step;
import io.holdfast.stream.Pair;
import java.util.function.Consumer;

/** Brings values together where each key is known to have one: without a shuffle. */
public record AloneOp<K, V, C>(Aggregation<V, C> aggregation)
    implements NarrowOp<Pair<K, V>, Pair<K, C>> {

  @Override
  public Consumer<Pair<K, V>> onto(Consumer<? super Pair<K, C>> out, Step step) {
    return pair -> out.accept(new Pair<>(pair.key(), alone(pair, step)));
  }

  private C alone(Pair<K, V> pair, Step step) {
    C result;
    try {
      result = aggregation.alone(pair.value());
    } catch (RuntimeException e) {
      throw step.failed(pair, e);
    }
    return step.row(result, pair);
  }

  @Override
  public Keeps keeps() {
    return Keeps.PLACE_AND_SINGLE;
  }
}
