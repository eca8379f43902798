package io.holdfast.stream;

import io.holdfast.ConfigurationException;
import io.holdfast.backend.NarrowOp;
import io.holdfast.backend.NarrowOp.FilterOp;
import io.holdfast.backend.NarrowOp.FlatMapOp;
import io.holdfast.backend.NarrowOp.MapOp;
import io.holdfast.backend.StateOp;
import io.holdfast.backend.state.CountWindowOp;
import io.holdfast.backend.state.InverseWindowOp;
import io.holdfast.backend.state.MergeWindowOp;
import io.holdfast.backend.state.RememberOp;
import io.holdfast.backend.state.RowWindowOp;
import io.holdfast.engine.graph.GraphBuilder;
import io.holdfast.engine.graph.GraphNode;
import io.holdfast.engine.graph.Operator;
import io.holdfast.engine.graph.Operators;
import io.holdfast.engine.graph.OutputNode.ForeachAction;
import io.holdfast.engine.graph.OutputNode.PrintAction;
import io.holdfast.engine.graph.OutputNode.SinkAction;
import io.holdfast.engine.graph.Window;
import io.holdfast.sink.BatchSink;
import io.holdfast.stream.function.FilterFunction;
import io.holdfast.stream.function.FlatMapFunction;
import io.holdfast.stream.function.ForeachFunction;
import io.holdfast.stream.function.MapFunction;
import io.holdfast.stream.function.MapPartitionsFunction;
import io.holdfast.stream.function.PairFunction;
import io.holdfast.stream.function.ReduceFunction;
import io.holdfast.stream.function.TransformFunction;
import io.holdfast.stream.function.TransformWithFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A sequence of batches of records: a template from which every batch's computation is made.
 * Defining is all it does; nothing is computed before the context starts.
 *
 * @param <T> records
 */
public class DStream<T> {
  private static final int PRINTED_ROWS = 10;

  private final GraphBuilder graph;
  private final GraphNode node;

  DStream(GraphBuilder graph, GraphNode node) {
    this.graph = graph;
    this.node = node;
  }

  GraphBuilder graph() {
    return graph;
  }

  GraphNode node() {
    return node;
  }

  public <R> DStream<R> map(MapFunction<T, R> function) {
    return narrow("map", new MapOp<>(function));
  }

  public <R> DStream<R> flatMap(FlatMapFunction<T, R> function) {
    return narrow("flatMap", new FlatMapOp<>(function));
  }

  public DStream<T> filter(FilterFunction<T> function) {
    return narrow("filter", new FilterOp<>(function));
  }

  public <K, V> PairDStream<K, V> mapToPair(PairFunction<T, K, V> function) {
    return pairs("mapToPair", new Operators.Narrow(new MapOp<>(function)));
  }

  /** All rows of a partition at a time; a partition is what one task reads, and is collected. */
  public <R> DStream<R> mapPartitions(MapPartitionsFunction<T, R> function) {
    return stream("mapPartitions", new Operators.Partitions<>(function));
  }

  /** The rows of each partition as one list. */
  public DStream<List<T>> glom() {
    return stream("glom", new Operators.Glom());
  }

  /**
   * The same rows, spread evenly over so many partitions, which is how many tasks what follows has.
   */
  public DStream<T> repartition(int partitions) {
    if (partitions < 1) {
      throw new ConfigurationException(
          "repartition(" + partitions + "): there has to be at least one partition.");
    }
    return stream("repartition", new Operators.Repartition(partitions));
  }

  /** The rows of both streams. */
  public DStream<T> union(DStream<T> other) {
    return stream("union", new Operators.Union(), other);
  }

  /**
   * How many rows each batch has: one row, also if that is 0. Only a batch that has no input at
   * all, and is there because a window or a time-out wanted it, has no row for 0.
   */
  public DStream<Long> count() {
    return stream("count", new Operators.Count());
  }

  /** How often each row is in the batch. Rows need equals and hashCode by content. */
  public PairDStream<T, Long> countByValue() {
    return pairs("countByValue", new Operators.CountByValue());
  }

  /** All rows of a batch reduced to one; a batch without rows has none. */
  public DStream<T> reduce(ReduceFunction<T> function) {
    return stream("reduce", new Operators.Reduce<>(function));
  }

  /** What the function makes of each batch by the operations of {@code Rdd}. */
  public <R> DStream<R> transform(TransformFunction<T, R> function) {
    return stream("transform", new Operators.Transform<>(function));
  }

  /** The same, for pairs. */
  public <K, V> PairDStream<K, V> transformToPair(TransformFunction<T, Pair<K, V>> function) {
    return pairs("transformToPair", new Operators.Transform<>(function));
  }

  /** What the function makes of each batch of this and of another stream. */
  public <U, R> DStream<R> transformWith(
      DStream<U> other, TransformWithFunction<T, U, R> function) {
    return stream("transformWith", new Operators.TransformWith<>(function), other);
  }

  /** The same rows; what several outputs or streams make of them, they make of one computation. */
  public DStream<T> cache() {
    return stream("cache", new Operators.Persist(StorageLevel.MEMORY));
  }

  /**
   * As {@link #cache}, where the level says. What is on disk is deleted when the batch has been
   * computed. A row of a class that is not registered, a full disk and a directory that cannot be
   * written end the job, with nothing lost and the batch pending.
   */
  public DStream<T> persist(StorageLevel level) {
    return stream("persist", new Operators.Persist(level));
  }

  /**
   * The rows of all batches within {@code length} before a batch, in every batch in which this
   * stream has rows. What is in the window is durable under the name: it does not need the batches'
   * input any more.
   *
   * @param length a multiple of the batch interval (of this stream's slide, if it has one)
   */
  public DStream<T> window(String name, Duration length) {
    return window(name, length, graph.slideOf(node));
  }

  /**
   * The same in one batch every {@code slide}: the first at or behind each multiple of it since
   * 1970. In the batches between, the stream has nothing and its outputs are not called. A window
   * that is not empty has its batch also when no data comes.
   */
  public DStream<T> window(String name, Duration length, Duration slide) {
    return new DStream<>(graph, rowWindow(name, length, slide));
  }

  final GraphNode rowWindow(String name, Duration length, Duration slide) {
    return windowed(
        "window",
        new Window(name, length, slide),
        new Operators.AsTheyAre(),
        new RowWindowOp<>(length.toMillis()));
  }

  /**
   * Keeps the rows of the batches within {@code duration} before the newest one, durable under the
   * name, to be looked at from outside by {@link StreamingContext#remembered}. Needs no output, and
   * makes no batch: rows stay until later ones come.
   *
   * @param duration a multiple of the batch interval (of this stream's slide, if it has one)
   */
  public void remember(String name, Duration duration) {
    windowed(
        "remember",
        new Window(name, duration, graph.slideOf(node)),
        new Operators.AsTheyAre(),
        new RememberOp<>(duration.toMillis()));
  }

  /**
   * How many rows are in the {@link #window}: one row. When the last ones have left it is 0, once.
   */
  public DStream<Long> countByWindow(String name, Duration length, Duration slide) {
    Window window = new Window(name, length, slide);
    CountWindowOp<Integer> op = CountWindowOp.of(length.toMillis());
    return valueOf(windowed("countByWindow", window, new Operators.Counted(), op));
  }

  /** All rows in the {@link #window} reduced to one; none if there are none. */
  public DStream<T> reduceByWindow(
      String name, ReduceFunction<T> function, Duration length, Duration slide) {
    return reducedByWindow(name, function, length, slide, merging(function, length));
  }

  /** The same with a running result, out of which {@code inverse} takes what leaves the window. */
  public DStream<T> reduceByWindow(
      String name,
      ReduceFunction<T> function,
      ReduceFunction<T> inverse,
      Duration length,
      Duration slide) {
    return reducedByWindow(
        name, function, length, slide, new InverseWindowOp<>(function, inverse, length.toMillis()));
  }

  private DStream<T> reducedByWindow(
      String name, ReduceFunction<T> function, Duration length, Duration slide, StateOp<?, ?> op) {
    Window window = new Window(name, length, slide);
    return valueOf(windowed("reduceByWindow", window, new Operators.Reduced<>(function), op));
  }

  /** How often each row is in the {@link #window}. Rows need equals and hashCode by content. */
  public PairDStream<T, Long> countByValueAndWindow(String name, Duration length, Duration slide) {
    return new PairDStream<>(
        graph,
        windowed(
            "countByValueAndWindow",
            new Window(name, length, slide),
            new Operators.CountByValue(),
            new InverseWindowOp<>(Long::sum, Math::subtractExact, length.toMillis())));
  }

  final <V> StateOp<?, ?> merging(ReduceFunction<V> function, Duration length) {
    return new MergeWindowOp<>(function, length.toMillis(), graph.batchInterval().toMillis());
  }

  final GraphNode windowed(String kind, Window window, Operator arrival, StateOp<?, ?> op) {
    return graph.window(kind, window, node, arrival, op);
  }

  private <R> DStream<R> valueOf(GraphNode single) {
    return new DStream<>(graph, graph.operator("value", new Operators.Value(), List.of(single)));
  }

  private <R> DStream<R> narrow(String kind, NarrowOp<T, R> op) {
    return stream(kind, new Operators.Narrow(op));
  }

  final <R> DStream<R> stream(String kind, Operator operator, DStream<?>... others) {
    return new DStream<>(graph, define(kind, operator, others));
  }

  final <K, V> PairDStream<K, V> pairs(String kind, Operator operator, DStream<?>... others) {
    return new PairDStream<>(graph, define(kind, operator, others));
  }

  private GraphNode define(String kind, Operator operator, DStream<?>... others) {
    List<GraphNode> parents = new ArrayList<>(List.of(node));
    for (DStream<?> other : others) {
      if (other.graph != graph) {
        throw new ConfigurationException(
            kind + ": the other stream belongs to another context. Streams of one job only.");
      }
      parents.add(other.node);
    }
    return graph.operator(kind, operator, parents);
  }

  /** Writes every batch to a sink, with the guarantee that the sink gives. */
  public void writeTo(String name, BatchSink<? super T> sink) {
    graph.output(name, node, new SinkAction(sink));
  }

  /**
   * Calls a function with every batch: at-least-once, unless the function does better with the
   * TxnId.
   */
  public void foreachRdd(String name, ForeachFunction<T> function) {
    graph.output(name, node, new ForeachAction(function));
  }

  /** Prints the first ten rows of every batch. */
  public void print() {
    print(PRINTED_ROWS);
  }

  /** Prints the first rows of every batch. */
  public void print(int rows) {
    graph.output(graph.freeOutputName("print"), node, new PrintAction(rows));
  }
}
