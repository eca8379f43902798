package io.holdfast.backend.local;

import io.holdfast.stream.function.ReduceFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How values of a key come together, before and after the shuffle. */
sealed interface Combiner<V, C> {

  /** Adds a value to what the map holds for the key. */
  <K> void add(Map<K, C> map, K key, V value);

  C merge(C left, C right);

  /** Values are reduced to one. */
  record Reducing<V>(ReduceFunction<V> function) implements Combiner<V, V> {
    @Override
    public <K> void add(Map<K, V> map, K key, V value) {
      map.merge(key, value, function::apply);
    }

    @Override
    public V merge(V left, V right) {
      return function.apply(left, right);
    }
  }

  /** Values are collected. */
  record Grouping<V>() implements Combiner<V, List<V>> {
    @Override
    public <K> void add(Map<K, List<V>> map, K key, V value) {
      map.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
    }

    @Override
    public List<V> merge(List<V> left, List<V> right) {
      left.addAll(right);
      return left;
    }
  }
}
