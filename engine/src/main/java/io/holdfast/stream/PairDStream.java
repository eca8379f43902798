package io.holdfast.stream;

import io.holdfast.engine.graph.GraphBuilder;
import io.holdfast.engine.graph.GraphNode;
import io.holdfast.stream.function.ReduceFunction;
import io.holdfast.stream.function.UpdateFunction;

/** A stream of pairs, with what can be done by key. */
public final class PairDStream<K, V> extends DStream<Pair<K, V>> {

  PairDStream(GraphBuilder graph, GraphNode node) {
    super(graph, node);
  }

  /** One value per key and batch. Values are combined before they are shuffled. */
  public PairDStream<K, V> reduceByKey(ReduceFunction<V> function) {
    return new PairDStream<>(graph(), graph().reduce(node(), function));
  }

  /**
   * Keeps a state per key over all batches, and yields the new states of the keys that the batch
   * has touched. The function is called for those keys only.
   *
   * @param name of the state; finds its durable data after a restart
   */
  public <S> PairDStream<K, S> updateStateByKey(String name, UpdateFunction<V, S> function) {
    return new PairDStream<>(graph(), graph().state(node(), name, function));
  }
}
