package io.holdfast.backend;

import io.holdfast.stream.function.FilterFunction;
import io.holdfast.stream.function.FlatMapFunction;
import io.holdfast.stream.function.MapFunction;
import java.io.Serializable;
import java.util.function.Consumer;

/**
 * An operation that looks at one record at a time. Consecutive ones are fused: each is put onto the
 * consumer of the next, so a record runs through all of them in one pass, and nothing is collected
 * between.
 */
public sealed interface NarrowOp<I, O> extends Serializable {

  /** What takes records of the input and hands its results to {@code out}. */
  Consumer<I> onto(Consumer<? super O> out);

  /** The user's function. */
  Serializable function();

  /** Each value to one value. */
  record MapOp<I, O>(MapFunction<I, O> function) implements NarrowOp<I, O> {
    @Override
    public Consumer<I> onto(Consumer<? super O> out) {
      return value -> out.accept(function.apply(value));
    }
  }

  /** Each value to any number of values. */
  record FlatMapOp<I, O>(FlatMapFunction<I, O> function) implements NarrowOp<I, O> {
    @Override
    public Consumer<I> onto(Consumer<? super O> out) {
      return value -> function.apply(value).forEach(out);
    }
  }

  /** Keeps some values. */
  record FilterOp<T>(FilterFunction<T> function) implements NarrowOp<T, T> {
    @Override
    public Consumer<T> onto(Consumer<? super T> out) {
      return value -> {
        if (function.test(value)) {
          out.accept(value);
        }
      };
    }
  }
}
