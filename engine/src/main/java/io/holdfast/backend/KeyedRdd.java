package io.holdfast.backend;

import io.holdfast.backend.Rdd.AggregatedRdd;
import io.holdfast.backend.Rdd.CoGroupedRdd;
import io.holdfast.backend.Rdd.NarrowRdd;
import io.holdfast.backend.Rdd.PartitionedRdd;
import io.holdfast.stream.Grouped;
import io.holdfast.stream.Pair;
import io.holdfast.stream.function.CombineFunction;
import io.holdfast.stream.function.FlatMapFunction;
import io.holdfast.stream.function.MapFunction;
import io.holdfast.stream.function.Partitioner;
import io.holdfast.stream.function.ReduceFunction;
import java.util.List;
import java.util.Optional;

/**
 * What can be done with the pairs of one batch. The values of a key come in no particular order.
 *
 * @param rows the pairs themselves
 * @param step what errors are reported as
 */
public record KeyedRdd<K, V>(Rdd<Pair<K, V>> rows, Step step) {

  public <W> Rdd<Pair<K, W>> mapValues(MapFunction<V, W> function) {
    return new NarrowRdd<>(rows, new NarrowOp.MapValuesOp<>(function), step);
  }

  public <W> Rdd<Pair<K, W>> flatMapValues(FlatMapFunction<V, W> function) {
    return new NarrowRdd<>(rows, new NarrowOp.FlatMapValuesOp<>(function), step);
  }

  public Rdd<Pair<K, V>> reduceByKey(ReduceFunction<V> function) {
    return aggregate(new Aggregation.Reducing<>(function));
  }

  public Rdd<Pair<K, List<V>>> groupByKey() {
    return aggregate(new Aggregation.Grouping<>());
  }

  public <C> Rdd<Pair<K, C>> combineByKey(
      MapFunction<V, C> creator, CombineFunction<C, V> adder, ReduceFunction<C> merger) {
    return aggregate(new Aggregation.Combining<>(creator, adder, merger));
  }

  public <C> Rdd<Pair<K, C>> aggregate(Aggregation<V, C> aggregation) {
    return new AggregatedRdd<>(rows, aggregation, step);
  }

  public Rdd<Pair<K, V>> partitionBy(Partitioner<K> partitioner, int partitions) {
    return new PartitionedRdd<>(rows, partitioner, partitions, step);
  }

  /** The values of every key that either side has. */
  public <W> Rdd<Pair<K, Grouped<V, W>>> cogroup(Rdd<Pair<K, W>> right) {
    return new CoGroupedRdd<>(rows, right, step);
  }

  public <W> Rdd<Pair<K, Pair<V, W>>> join(Rdd<Pair<K, W>> right) {
    return joined(right, false, false);
  }

  public <W> Rdd<Pair<K, Pair<V, Optional<W>>>> leftOuterJoin(Rdd<Pair<K, W>> right) {
    return joined(right, false, true);
  }

  public <W> Rdd<Pair<K, Pair<Optional<V>, W>>> rightOuterJoin(Rdd<Pair<K, W>> right) {
    return joined(right, true, false);
  }

  public <W> Rdd<Pair<K, Pair<Optional<V>, Optional<W>>>> fullOuterJoin(Rdd<Pair<K, W>> right) {
    return joined(right, true, true);
  }

  /**
   * Any of the joins.
   *
   * @param <L> a value of this side, or an Optional of it if it may be missing; {@code <R>}
   *     likewise
   */
  public <W, L, R> Rdd<Pair<K, Pair<L, R>>> joined(
      Rdd<Pair<K, W>> right, boolean leftMayMiss, boolean rightMayMiss) {
    return new NarrowRdd<>(
        cogroup(right), new JoinOp<K, V, W, L, R>(leftMayMiss, rightMayMiss), step);
  }
}
