package io.holdfast.stream;

import io.holdfast.backend.NarrowOp.FilterOp;
import io.holdfast.backend.NarrowOp.FlatMapOp;
import io.holdfast.backend.NarrowOp.MapOp;
import io.holdfast.engine.graph.GraphBuilder;
import io.holdfast.engine.graph.GraphNode;
import io.holdfast.engine.graph.OutputNode.ForeachAction;
import io.holdfast.engine.graph.OutputNode.PrintAction;
import io.holdfast.engine.graph.OutputNode.SinkAction;
import io.holdfast.sink.BatchSink;
import io.holdfast.stream.function.FilterFunction;
import io.holdfast.stream.function.FlatMapFunction;
import io.holdfast.stream.function.ForeachFunction;
import io.holdfast.stream.function.MapFunction;
import io.holdfast.stream.function.PairFunction;

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
    return new DStream<>(graph, graph.narrow(node, "map", new MapOp<>(function)));
  }

  public <R> DStream<R> flatMap(FlatMapFunction<T, R> function) {
    return new DStream<>(graph, graph.narrow(node, "flatMap", new FlatMapOp<>(function)));
  }

  public DStream<T> filter(FilterFunction<T> function) {
    return new DStream<>(graph, graph.narrow(node, "filter", new FilterOp<>(function)));
  }

  public <K, V> PairDStream<K, V> mapToPair(PairFunction<T, K, V> function) {
    return new PairDStream<>(graph, graph.narrow(node, "mapToPair", new MapOp<>(function)));
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
