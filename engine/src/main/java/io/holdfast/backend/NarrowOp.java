package io.holdfast.backend;

import io.holdfast.stream.Pair;
import io.holdfast.stream.function.FilterFunction;
import io.holdfast.stream.function.FlatMapFunction;
import io.holdfast.stream.function.MapFunction;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An operation that looks at one record at a time. Consecutive ones are fused: each is put onto the
 * consumer of the next, so a record runs through all of them in one pass, and nothing is collected
 * between.
 */
public interface NarrowOp<I, O> extends Serializable {
  /**
   * What takes records of the input and hands its results to {@code out}.
   *
   * @param step what errors of the user's function are reported as
   */
  Consumer<I> onto(Consumer<? super O> out, Step step);

  /** The user's functions. */
  default List<Serializable> functions() {
    return List.of();
  }

  /** What is left of the order of the rows by their keys. */
  default Keeps keeps() {
    return Keeps.NOTHING;
  }

  /** What an operation on rows that lie by their keys leaves of that. */
  enum Keeps {
    NOTHING,
    /** Rows stay in the partition of their key. */
    PLACE,
    /** And there is at most one row of a key if there was at most one before. */
    PLACE_AND_SINGLE
  }

  /** Each value to one value. */
  record MapOp<I, O>(MapFunction<I, O> function) implements NarrowOp<I, O> {
    @Override
    public Consumer<I> onto(Consumer<? super O> out, Step step) {
      return value -> out.accept(call(function, value, step));
    }

    @Override
    public List<Serializable> functions() {
      return List.of(function);
    }
  }

  /** Each value to any number of values. */
  record FlatMapOp<I, O>(FlatMapFunction<I, O> function) implements NarrowOp<I, O> {
    @Override
    public Consumer<I> onto(Consumer<? super O> out, Step step) {
      return value -> step.walk(results(function, value, step), value, out);
    }

    @Override
    public List<Serializable> functions() {
      return List.of(function);
    }
  }

  /** Keeps some values. */
  record FilterOp<T>(FilterFunction<T> function) implements NarrowOp<T, T> {
    @Override
    public Consumer<T> onto(Consumer<? super T> out, Step step) {
      return value -> {
        if (test(value, step)) {
          out.accept(value);
        }
      };
    }

    private boolean test(T value, Step step) {
      try {
        return function.test(value);
      } catch (RuntimeException e) {
        throw step.failed(value, e);
      }
    }

    @Override
    public List<Serializable> functions() {
      return List.of(function);
    }

    @Override
    public Keeps keeps() {
      return Keeps.PLACE_AND_SINGLE;
    }
  }

  /** Another value for each key. */
  record MapValuesOp<K, V, W>(MapFunction<V, W> function)
      implements NarrowOp<Pair<K, V>, Pair<K, W>> {
    @Override
    public Consumer<Pair<K, V>> onto(Consumer<? super Pair<K, W>> out, Step step) {
      return pair -> out.accept(new Pair<>(pair.key(), call(function, pair.value(), step)));
    }

    @Override
    public List<Serializable> functions() {
      return List.of(function);
    }

    @Override
    public Keeps keeps() {
      return Keeps.PLACE_AND_SINGLE;
    }
  }

  /** Any number of values for each value of a key. */
  record FlatMapValuesOp<K, V, W>(FlatMapFunction<V, W> function)
      implements NarrowOp<Pair<K, V>, Pair<K, W>> {
    @Override
    public Consumer<Pair<K, V>> onto(Consumer<? super Pair<K, W>> out, Step step) {
      return pair ->
          step.walk(
              results(function, pair.value(), step),
              pair,
              value -> out.accept(new Pair<>(pair.key(), value)));
    }

    @Override
    public List<Serializable> functions() {
      return List.of(function);
    }

    @Override
    public Keeps keeps() {
      return Keeps.PLACE;
    }
  }

  /** Each pair with what a table has for its key; without it, or with nothing, if it has not. */
  record LookUpOp<K, V, W>(Map<K, W> table) implements NarrowOp<Pair<K, V>, Pair<K, Pair<V, W>>> {
    @Override
    public Consumer<Pair<K, V>> onto(Consumer<? super Pair<K, Pair<V, W>>> out, Step step) {
      return pair -> {
        W found = table.get(pair.key());
        if (found != null) {
          out.accept(new Pair<>(pair.key(), new Pair<>(pair.value(), found)));
        }
      };
    }

    @Override
    public Keeps keeps() {
      return Keeps.PLACE_AND_SINGLE;
    }
  }

  /** Each pair with what a table has for its key, if it has anything. */
  record OptionalLookUpOp<K, V, W>(Map<K, W> table)
      implements NarrowOp<Pair<K, V>, Pair<K, Pair<V, Optional<W>>>> {
    @Override
    public Consumer<Pair<K, V>> onto(
        Consumer<? super Pair<K, Pair<V, Optional<W>>>> out, Step step) {
      return pair ->
          out.accept(
              new Pair<>(
                  pair.key(),
                  new Pair<>(pair.value(), Optional.ofNullable(table.get(pair.key())))));
    }

    @Override
    public Keeps keeps() {
      return Keeps.PLACE_AND_SINGLE;
    }
  }

  private static <I, O> O call(MapFunction<I, O> function, I value, Step step) {
    O result;
    try {
      result = function.apply(value);
    } catch (RuntimeException e) {
      throw step.failed(value, e);
    }
    return step.row(result, value);
  }

  private static <I, O> Iterator<O> results(FlatMapFunction<I, O> function, I value, Step step) {
    try {
      return step.row(function.apply(value), value).iterator();
    } catch (RuntimeException e) {
      throw step.failed(value, e);
    }
  }
}
