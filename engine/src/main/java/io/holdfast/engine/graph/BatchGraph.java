package io.holdfast.engine.graph;

import io.holdfast.backend.InputSplit;
import io.holdfast.backend.Rdd;
import io.holdfast.backend.StateOp;
import io.holdfast.backend.Step;
import io.holdfast.engine.graph.GraphNode.InputNode;
import io.holdfast.engine.graph.GraphNode.OperatorNode;
import io.holdfast.engine.graph.GraphNode.StateNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The graph in one batch: each stream that has rows in it becomes one {@link Rdd}, also when
 * several outputs use it. The API has checked the types when the graph was defined; here they are
 * all Object.
 */
public final class BatchGraph {
  private final Function<InputNode, List<InputSplit<Object>>> splits;
  private final boolean hasInput;
  private final long batchMillis;
  private final Map<Integer, Rdd<Object>> rdds = new HashMap<>();

  /**
   * One batch.
   *
   * @param splits what the batch has for an input
   * @param hasInput whether it has anything for any input
   */
  public BatchGraph(
      Function<InputNode, List<InputSplit<Object>>> splits, boolean hasInput, long batchMillis) {
    this.splits = splits;
    this.hasInput = hasInput;
    this.batchMillis = batchMillis;
  }

  /** Whether a stream has rows in this batch. */
  public boolean has(GraphNode node) {
    return node.slide().due(batchMillis);
  }

  /**
   * Whether a state goes on in this batch, also if it yields nothing.
   *
   * @param isNew whether this is its first batch, in which it gets its initial values
   */
  public boolean advances(StateNode node, boolean isNew) {
    return isNew || has(node.parent());
  }

  public Rdd<Object> rdd(GraphNode node) {
    Rdd<Object> rdd = rdds.get(node.id());
    if (rdd == null) {
      rdd = create(node);
      rdds.put(node.id(), rdd);
    }
    return rdd;
  }

  private Rdd<Object> create(GraphNode node) {
    if (node instanceof InputNode input) {
      return new Rdd.SourceRdd<>(splits.apply(input));
    } else if (node instanceof OperatorNode operator) {
      List<Rdd<Object>> parents = node.parents().stream().map(this::rdd).toList();
      Operator described = hasInput ? operator.operator() : operator.operator().withoutInput();
      return untyped(described.describe(parents, node.definition().step()));
    }
    return state((StateNode) node);
  }

  private Rdd<Object> state(StateNode node) {
    Step step = node.definition().step();
    Rdd<Object> parent = has(node.parent()) ? rdd(node.parent()) : Rdd.of(List.of());
    Rdd<Object> arrived = untyped(node.operator().arrival().describe(List.of(parent), step));
    return new Rdd.StatefulRdd<>(
        arrived, node.name(), untyped(node.operator().op()), has(node), step);
  }

  @SuppressWarnings("unchecked") // every Rdd yields objects
  private static Rdd<Object> untyped(Rdd<?> rdd) {
    return (Rdd<Object>) rdd;
  }

  @SuppressWarnings("unchecked") // DStream has checked that it takes the stream's rows
  private static StateOp<Object, Object> untyped(StateOp<?, ?> op) {
    return (StateOp<Object, Object>) op;
  }
}
