package io.holdfast.backend;

import io.holdfast.stream.function.CombineFunction;
import io.holdfast.stream.function.MapFunction;
import io.holdfast.stream.function.ReduceFunction;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How the values of a key come together: within a task before the shuffle, and what tasks have
 * together behind it.
 *
 * @param <V> a value
 * @param <C> what values of a key have become together
 */
public sealed interface Aggregation<V, C> extends Serializable {
  /** The first value of a key. */
  C create(V value);

  /** The only value of a key; not to be changed. */
  default C alone(V value) {
    return create(value);
  }

  /** May change and return {@code combined}. */
  C add(C combined, V value);

  /** May change and return either. */
  C merge(C left, C right);

  /** The user's functions. */
  List<Serializable> functions();

  /** Values are reduced to one. */
  record Reducing<V>(ReduceFunction<V> function) implements Aggregation<V, V> {
    @Override
    public V create(V value) {
      return value;
    }

    @Override
    public V add(V combined, V value) {
      return function.apply(combined, value);
    }

    @Override
    public V merge(V left, V right) {
      return function.apply(left, right);
    }

    @Override
    public List<Serializable> functions() {
      return List.of(function);
    }
  }

  /** Values are collected. */
  record Grouping<V>() implements Aggregation<V, List<V>> {
    @Override
    public List<V> create(V value) {
      List<V> values = new ArrayList<>();
      values.add(value);
      return values;
    }

    @Override
    public List<V> alone(V value) {
      return List.of(value);
    }

    @Override
    public List<V> add(List<V> combined, V value) {
      combined.add(value);
      return combined;
    }

    @Override
    public List<V> merge(List<V> left, List<V> right) {
      left.addAll(right);
      return left;
    }

    @Override
    public List<Serializable> functions() {
      return List.of();
    }
  }

  /** As the user's functions say. */
  record Combining<V, C>(
      MapFunction<V, C> creator, CombineFunction<C, V> adder, ReduceFunction<C> merger)
      implements Aggregation<V, C> {
    @Override
    public C create(V value) {
      return creator.apply(value);
    }

    @Override
    public C add(C combined, V value) {
      return adder.apply(combined, value);
    }

    @Override
    public C merge(C left, C right) {
      return merger.apply(left, right);
    }

    @Override
    public List<Serializable> functions() {
      return List.of(creator, adder, merger);
    }
  }
}
