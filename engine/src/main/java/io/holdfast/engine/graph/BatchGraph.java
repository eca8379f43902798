package io.holdfast.engine.graph;

import io.holdfast.backend.InputSplit;
import io.holdfast.backend.Rdd;
import io.holdfast.engine.graph.GraphNode.InputNode;
import io.holdfast.engine.graph.GraphNode.OperatorNode;
import io.holdfast.engine.graph.GraphNode.StateNode;
import io.holdfast.stream.Pair;
import io.holdfast.stream.function.UpdateFunction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The graph in one batch: each stream becomes one {@link Rdd}, also when several outputs use it.
 * The API has checked the types when the graph was defined; here they are all Object.
 */
public final class BatchGraph {
  private final Function<InputNode, List<InputSplit<Object>>> splits;
  private final Map<Integer, Rdd<Object>> rdds = new HashMap<>();

  /**
   * One batch.
   *
   * @param splits what the batch has for an input
   */
  public BatchGraph(Function<InputNode, List<InputSplit<Object>>> splits) {
    this.splits = splits;
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
      return untyped(operator.operator().describe(parents, node.definition().step()));
    }
    StateNode state = (StateNode) node;
    return untyped(
        new Rdd.StatefulRdd<>(
            pairs(state.parent()),
            state.name(),
            untyped(state.function()),
            state.definition().step()));
  }

  @SuppressWarnings("unchecked") // PairDStream lets only streams of pairs be parents here
  private Rdd<Pair<Object, Object>> pairs(GraphNode node) {
    return (Rdd<Pair<Object, Object>>) (Rdd<?>) rdd(node);
  }

  @SuppressWarnings("unchecked") // every Rdd yields objects
  private static Rdd<Object> untyped(Rdd<?> rdd) {
    return (Rdd<Object>) rdd;
  }

  @SuppressWarnings("unchecked") // PairDStream has checked that it takes the stream's values
  private static UpdateFunction<Object, Object> untyped(UpdateFunction<?, ?> function) {
    return (UpdateFunction<Object, Object>) function;
  }
}
