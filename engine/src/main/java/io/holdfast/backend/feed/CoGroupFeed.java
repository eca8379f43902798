package io.holdfast.backend.feed;

import io.holdfast.stream.Grouped;
import io.holdfast.stream.Pair;
import java.util.List;
import java.util.function.Consumer;

/** The keys of two tables of one partition, each once. */
public record CoGroupFeed<K, V, W>(Combined<K, List<V>> left, Combined<K, List<W>> right)
    implements Feed<Pair<K, Grouped<V, W>>> {
  @Override
  public void into(Consumer<? super Pair<K, Grouped<V, W>>> out) {
    left.forEach(
        (key, values) ->
            out.accept(new Pair<>(key, new Grouped<>(values, others(right.get(key))))));
    right.forEach(
        (key, values) -> {
          if (left.get(key) == null) {
            out.accept(new Pair<>(key, new Grouped<>(List.of(), values)));
          }
        });
  }

  private static <W> List<W> others(List<W> values) {
    return values == null ? List.of() : values;
  }
}
