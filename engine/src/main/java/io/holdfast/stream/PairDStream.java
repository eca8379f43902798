package io.holdfast.stream;

import io.holdfast.ConfigurationException;
import io.holdfast.backend.Aggregation;
import io.holdfast.backend.NarrowOp.FlatMapValuesOp;
import io.holdfast.backend.NarrowOp.LookUpOp;
import io.holdfast.backend.NarrowOp.MapValuesOp;
import io.holdfast.backend.NarrowOp.OptionalLookUpOp;
import io.holdfast.backend.StateOp;
import io.holdfast.backend.state.GroupWindowOp;
import io.holdfast.backend.state.InverseWindowOp;
import io.holdfast.backend.state.MapStateOp;
import io.holdfast.backend.state.UpdateOp;
import io.holdfast.engine.graph.GraphBuilder;
import io.holdfast.engine.graph.GraphNode;
import io.holdfast.engine.graph.Operator;
import io.holdfast.engine.graph.Operators;
import io.holdfast.engine.graph.Window;
import io.holdfast.stream.function.CombineFunction;
import io.holdfast.stream.function.FilterFunction;
import io.holdfast.stream.function.FlatMapFunction;
import io.holdfast.stream.function.MapFunction;
import io.holdfast.stream.function.Partitioner;
import io.holdfast.stream.function.ReduceFunction;
import io.holdfast.stream.function.UpdateFunction;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A stream of pairs, with what can be done by key. */
public final class PairDStream<K, V> extends DStream<Pair<K, V>> {

  PairDStream(GraphBuilder graph, GraphNode node) {
    super(graph, node);
  }

  /** The same stream, with what can be done by key. */
  public static <K, V> PairDStream<K, V> of(DStream<Pair<K, V>> pairs) {
    return new PairDStream<>(pairs.graph(), pairs.node());
  }

  @Override
  public PairDStream<K, V> filter(FilterFunction<Pair<K, V>> function) {
    return of(super.filter(function));
  }

  @Override
  public PairDStream<K, V> union(DStream<Pair<K, V>> other) {
    return of(super.union(other));
  }

  @Override
  public PairDStream<K, V> repartition(int partitions) {
    return of(super.repartition(partitions));
  }

  @Override
  public PairDStream<K, V> cache() {
    return of(super.cache());
  }

  @Override
  public PairDStream<K, V> persist(StorageLevel level) {
    return of(super.persist(level));
  }

  public <W> PairDStream<K, W> mapValues(MapFunction<V, W> function) {
    return pairs("mapValues", new Operators.Narrow(new MapValuesOp<K, V, W>(function)));
  }

  public <W> PairDStream<K, W> flatMapValues(FlatMapFunction<V, W> function) {
    return pairs("flatMapValues", new Operators.Narrow(new FlatMapValuesOp<K, V, W>(function)));
  }

  /** One value per key and batch. Values are combined before they are shuffled. */
  public PairDStream<K, V> reduceByKey(ReduceFunction<V> function) {
    return pairs("reduceByKey", new Operators.Aggregate<>(new Aggregation.Reducing<>(function)));
  }

  /** All values of each key of a batch, in no particular order. The lists are not to be changed. */
  public PairDStream<K, List<V>> groupByKey() {
    return pairs("groupByKey", new Operators.Aggregate<>(new Aggregation.Grouping<V>()));
  }

  /**
   * What the values of each key of a batch become together.
   *
   * @param creator of the first value of a key that a task meets
   * @param adder of a further value
   * @param merger of what two tasks have; associative and commutative
   */
  public <C> PairDStream<K, C> combineByKey(
      MapFunction<V, C> creator, CombineFunction<C, V> adder, ReduceFunction<C> merger) {
    return pairs(
        "combineByKey",
        new Operators.Aggregate<>(new Aggregation.Combining<>(creator, adder, merger)));
  }

  /** The same rows in the partitions that the partitioner gives to their keys. */
  public PairDStream<K, V> partitionBy(Partitioner<K> partitioner, int partitions) {
    if (partitions < 1) {
      throw new ConfigurationException(
          "partitionBy(..., " + partitions + "): there has to be at least one partition.");
    }
    return pairs("partitionBy", new Operators.PartitionBy<>(partitioner, partitions));
  }

  /** The values of each key that either stream has in a batch. */
  public <W> PairDStream<K, Grouped<V, W>> cogroup(PairDStream<K, W> other) {
    return pairs("cogroup", new Operators.CoGroup(), other);
  }

  /** Each value of a key with each that the other stream has for it in the same batch. */
  public <W> PairDStream<K, Pair<V, W>> join(PairDStream<K, W> other) {
    return pairs("join", new Operators.Join(false, false), other);
  }

  /** As {@link #join}; keys that only this stream has come with an empty right side. */
  public <W> PairDStream<K, Pair<V, Optional<W>>> leftOuterJoin(PairDStream<K, W> other) {
    return pairs("leftOuterJoin", new Operators.Join(false, true), other);
  }

  /** As {@link #join}; keys that only the other stream has come with an empty left side. */
  public <W> PairDStream<K, Pair<Optional<V>, W>> rightOuterJoin(PairDStream<K, W> other) {
    return pairs("rightOuterJoin", new Operators.Join(true, false), other);
  }

  /** As {@link #join}; keys that only one stream has come with an empty side. */
  public <W> PairDStream<K, Pair<Optional<V>, Optional<W>>> fullOuterJoin(PairDStream<K, W> other) {
    return pairs("fullOuterJoin", new Operators.Join(true, true), other);
  }

  /**
   * Each value with what a table has for its key; keys that it has not are left out. The table is
   * copied now, and is a part of the checkpoint.
   */
  public <W> PairDStream<K, Pair<V, W>> joinTable(Map<K, W> table) {
    return pairs("joinTable", new Operators.Narrow(new LookUpOp<K, V, W>(new HashMap<>(table))));
  }

  /** As {@link #joinTable}; keys that the table has not come with an empty right side. */
  public <W> PairDStream<K, Pair<V, Optional<W>>> leftOuterJoinTable(Map<K, W> table) {
    return pairs(
        "leftOuterJoinTable",
        new Operators.Narrow(new OptionalLookUpOp<K, V, W>(new HashMap<>(table))));
  }

  /**
   * Keeps a state per key over all batches, and yields the new states of the keys that the batch
   * has touched. The function is called for those keys only.
   *
   * @param name of the state; finds its durable data after a restart
   */
  public <S> PairDStream<K, S> updateStateByKey(String name, UpdateFunction<V, S> function) {
    return updateStateByKey(name, function, Map.of());
  }

  /**
   * The same with values that keys have before the first batch; they are a part of the checkpoint.
   */
  public <S> PairDStream<K, S> updateStateByKey(
      String name, UpdateFunction<V, S> function, Map<K, S> initial) {
    return new PairDStream<>(
        graph(),
        graph()
            .state("updateStateByKey", name, node(), grouping(), UpdateOp.of(function, initial)));
  }

  /**
   * Maps each value with the state of its key, which the function may set and remove. With a
   * time-out, keys for which no value came are handed over once more, with a batch of their own if
   * no data comes, and removed.
   *
   * @param name of the state; finds its durable data after a restart
   */
  public <S, R> StateDStream<K, S, R> mapWithState(String name, StateSpec<K, V, S, R> spec) {
    return new StateDStream<>(
        graph(), graph().state("mapWithState", name, node(), grouping(), MapStateOp.of(spec)));
  }

  @Override
  public PairDStream<K, V> window(String name, Duration length) {
    return window(name, length, graph().slideOf(node()));
  }

  @Override
  public PairDStream<K, V> window(String name, Duration length, Duration slide) {
    return new PairDStream<>(graph(), rowWindow(name, length, slide));
  }

  /**
   * All values of each key in the {@link #window}, those of older batches first. The lists are not
   * to be changed.
   */
  public PairDStream<K, List<V>> groupByKeyAndWindow(String name, Duration length, Duration slide) {
    return new PairDStream<>(
        graph(),
        windowed(
            "groupByKeyAndWindow",
            new Window(name, length, slide),
            grouping(),
            new GroupWindowOp<>(length.toMillis())));
  }

  /**
   * What the values of each key in the {@link #window} reduce to.
   *
   * @param function associative and commutative; changes neither of its values
   */
  public PairDStream<K, V> reduceByKeyAndWindow(
      String name, ReduceFunction<V> function, Duration length, Duration slide) {
    return reduced(name, function, length, slide, merging(function, length));
  }

  /**
   * The same with a running result for each key, out of which {@code inverse} takes what leaves: a
   * batch costs what arrives and leaves. A key is in the result as long as one of its values is in
   * the window.
   */
  public PairDStream<K, V> reduceByKeyAndWindow(
      String name,
      ReduceFunction<V> function,
      ReduceFunction<V> inverse,
      Duration length,
      Duration slide) {
    return reduced(
        name, function, length, slide, new InverseWindowOp<>(function, inverse, length.toMillis()));
  }

  /** The same; leaves out of the stream the results that the filter does not want. */
  public PairDStream<K, V> reduceByKeyAndWindow(
      String name,
      ReduceFunction<V> function,
      ReduceFunction<V> inverse,
      Duration length,
      Duration slide,
      FilterFunction<Pair<K, V>> filter) {
    return reduceByKeyAndWindow(name, function, inverse, length, slide).filter(filter);
  }

  private PairDStream<K, V> reduced(
      String name, ReduceFunction<V> function, Duration length, Duration slide, StateOp<?, ?> op) {
    return new PairDStream<>(
        graph(),
        windowed(
            "reduceByKeyAndWindow",
            new Window(name, length, slide),
            new Operators.Aggregate<>(new Aggregation.Reducing<>(function)),
            op));
  }

  private static Operator grouping() {
    return new Operators.Aggregate<>(new Aggregation.Grouping<>());
  }
}
