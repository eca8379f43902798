package io.holdfast.backend.feed;

import io.holdfast.stream.Grouped;
import io.holdfast.stream.Pair;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The keys of two maps of one partition, each once. */
public record CoGroupFeed<K, V, W>(Map<K, List<V>> left, Map<K, List<W>> right)
    implements Feed<Pair<K, Grouped<V, W>>> {
  @Override
  public void into(Consumer<? super Pair<K, Grouped<V, W>>> out) {
    left.forEach(
        (key, values) ->
            out.accept(new Pair<>(key, new Grouped<>(values, right.getOrDefault(key, List.of())))));
    right.forEach(
        (key, values) -> {
          if (!left.containsKey(key)) {
            out.accept(new Pair<>(key, new Grouped<>(List.of(), values)));
          }
        });
  }
}
