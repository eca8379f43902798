package io.holdfast.engine.graph;

import io.holdfast.engine.graph.GraphNode.InputNode;
import io.holdfast.engine.graph.GraphNode.NarrowNode;
import io.holdfast.engine.graph.GraphNode.ReduceNode;
import io.holdfast.engine.graph.GraphNode.StateNode;
import io.holdfast.engine.graph.OutputNode.ForeachAction;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole job as a value: all streams in the order of their ids, and the outputs in the order of
 * their definition. Immutable; the Kryo section {@code graph} of a checkpoint is this.
 */
public record DStreamGraph(List<GraphNode> nodes, List<OutputNode> outputs)
    implements Serializable {

  public DStreamGraph {
    nodes = new ArrayList<>(nodes);
    outputs = new ArrayList<>(outputs);
  }

  public List<InputNode> inputs() {
    return nodes.stream().filter(InputNode.class::isInstance).map(InputNode.class::cast).toList();
  }

  /** Names of the states, in the order of their definition. */
  public List<String> stateNames() {
    return nodes.stream()
        .filter(StateNode.class::isInstance)
        .map(n -> ((StateNode) n).name())
        .toList();
  }

  /** Every function of the user with the operator it belongs to. */
  public Map<String, Serializable> functions() {
    Map<String, Serializable> functions = new LinkedHashMap<>();
    for (GraphNode node : nodes) {
      if (node instanceof NarrowNode narrow) {
        functions.put(node.label(), narrow.op().function());
      } else if (node instanceof ReduceNode reduce) {
        functions.put(node.label(), reduce.function());
      } else if (node instanceof StateNode state) {
        functions.put(node.label(), state.function());
      }
    }
    for (OutputNode output : outputs) {
      if (output.action() instanceof ForeachAction foreach) {
        functions.put(output.label(), foreach.function());
      }
    }
    return functions;
  }
}
