package io.holdfast.backend;

import io.holdfast.stream.Grouped;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StorageLevel;
import io.holdfast.stream.function.FilterFunction;
import io.holdfast.stream.function.FlatMapFunction;
import io.holdfast.stream.function.MapFunction;
import io.holdfast.stream.function.MapPartitionsFunction;
import io.holdfast.stream.function.PairFunction;
import io.holdfast.stream.function.Partitioner;
import java.util.List;

/**
 * What a stream is in one batch: a description of how to compute it. Within a batch the same node
 * of the graph is the same object, so what several outputs share is computed once.
 *
 * <p>Its methods describe further operations, for {@code transform}; nothing is computed by them.
 */
public sealed interface Rdd<T> {
  /** The batch's input of one stream. */
  record SourceRdd<T>(List<InputSplit<T>> splits) implements Rdd<T> {}

  /** Rows that are known. */
  record KnownRdd<T>(List<T> rows) implements Rdd<T> {}

  /** One operation on each record of the parent. */
  record NarrowRdd<I, O>(Rdd<I> parent, NarrowOp<I, O> op, Step step) implements Rdd<O> {}

  /** One operation on all rows of each partition. */
  record PartitionsRdd<I, O>(Rdd<I> parent, MapPartitionsFunction<I, O> function, Step step)
      implements Rdd<O> {}

  /** The rows of all parents. */
  record UnionRdd<T>(List<Rdd<T>> parents) implements Rdd<T> {}

  /** The values of each key, brought together. */
  record AggregatedRdd<K, V, C>(Rdd<Pair<K, V>> parent, Aggregation<V, C> aggregation, Step step)
      implements Rdd<Pair<K, C>> {}

  /** The values of each key on both sides. */
  record CoGroupedRdd<K, V, W>(Rdd<Pair<K, V>> left, Rdd<Pair<K, W>> right, Step step)
      implements Rdd<Pair<K, Grouped<V, W>>> {}

  /** The same rows, evenly in so many partitions. */
  record RepartitionedRdd<T>(Rdd<T> parent, int partitions) implements Rdd<T> {}

  /** The same rows in the partitions that the partitioner gives to their keys. */
  record PartitionedRdd<K, V>(
      Rdd<Pair<K, V>> parent, Partitioner<K> partitioner, int partitions, Step step)
      implements Rdd<Pair<K, V>> {}

  /** The same rows, computed once and kept for the rest of the batch. */
  record KeptRdd<T>(Rdd<T> parent, StorageLevel level, Step step) implements Rdd<T> {}

  /**
   * What the state {@code name} makes of the parent's rows. It has to be run in every batch in
   * which its parent has rows, also if {@code emits} is false and it yields none.
   */
  record StatefulRdd<I, O>(Rdd<I> parent, String name, StateOp<I, O> op, boolean emits, Step step)
      implements Rdd<O> {}

  /** All keys of a state with their values after the batch. */
  record StateRowsRdd<K, S>(StatefulRdd<?, ?> state) implements Rdd<Pair<K, S>> {}

  /** What errors say of operations inside a transform. */
  Step TRANSFORM = new Step("an operation in transform");

  /** Rows that are known, in one partition. */
  static <T> Rdd<T> of(List<T> rows) {
    return new KnownRdd<>(List.copyOf(rows));
  }

  /** What can be done with pairs. */
  static <K, V> KeyedRdd<K, V> byKey(Rdd<Pair<K, V>> pairs) {
    return new KeyedRdd<>(pairs, TRANSFORM);
  }

  default <R> Rdd<R> map(MapFunction<T, R> function) {
    return new NarrowRdd<>(this, new NarrowOp.MapOp<>(function), TRANSFORM);
  }

  default <K, V> Rdd<Pair<K, V>> mapToPair(PairFunction<T, K, V> function) {
    return new NarrowRdd<>(this, new NarrowOp.MapOp<>(function), TRANSFORM);
  }

  default <R> Rdd<R> flatMap(FlatMapFunction<T, R> function) {
    return new NarrowRdd<>(this, new NarrowOp.FlatMapOp<>(function), TRANSFORM);
  }

  default Rdd<T> filter(FilterFunction<T> function) {
    return new NarrowRdd<>(this, new NarrowOp.FilterOp<>(function), TRANSFORM);
  }

  default <R> Rdd<R> mapPartitions(MapPartitionsFunction<T, R> function) {
    return new PartitionsRdd<>(this, function, TRANSFORM);
  }

  default Rdd<T> union(Rdd<T> other) {
    return new UnionRdd<>(List.of(this, other));
  }

  default Rdd<T> repartition(int partitions) {
    return new RepartitionedRdd<>(this, partitions);
  }

  /** Computed once, also if several operations of this batch use it. */
  default Rdd<T> cache() {
    return persist(StorageLevel.MEMORY);
  }

  /** As {@link #cache}, where the level says. */
  default Rdd<T> persist(StorageLevel level) {
    return new KeptRdd<>(
        this, level, new Step("persist(" + level + ") in transform (" + CallSite.here() + ")"));
  }
}
