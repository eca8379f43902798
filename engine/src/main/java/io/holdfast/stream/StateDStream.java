package io.holdfast.stream;

import io.holdfast.engine.graph.GraphBuilder;
import io.holdfast.engine.graph.GraphNode;
import io.holdfast.engine.graph.Operators;

/**
 * What {@code mapWithState} yields, and the state itself.
 *
 * @param <S> values of the state, {@code <R>} rows
 */
public final class StateDStream<K, S, R> extends DStream<R> {

  StateDStream(GraphBuilder graph, GraphNode node) {
    super(graph, node);
  }

  /** All keys with their values after each batch. */
  public PairDStream<K, S> stateSnapshots() {
    return pairs("stateSnapshots", new Operators.StateRows());
  }
}
