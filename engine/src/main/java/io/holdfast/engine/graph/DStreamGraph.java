package io.holdfast.engine.graph;

import io.holdfast.backend.state.RowKeeping;
import io.holdfast.engine.graph.GraphNode.InputNode;
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

  /** The named states, in the order of their definition. */
  public List<StateNode> states() {
    return nodes.stream().filter(StateNode.class::isInstance).map(StateNode.class::cast).toList();
  }

  /** Their names. */
  public List<String> stateNames() {
    return states().stream().map(StateNode::name).toList();
  }

  /** The states that keep rows as they are, by name. */
  public Map<String, RowKeeping<?>> rowKeepers() {
    Map<String, RowKeeping<?>> keepers = new LinkedHashMap<>();
    for (StateNode node : states()) {
      if (node.operator().op() instanceof RowKeeping<?> keeper) {
        keepers.put(node.name(), keeper);
      }
    }
    return keepers;
  }

  /** Every function of the user with the operator it belongs to. */
  public Map<String, Serializable> functions() {
    Map<String, Serializable> functions = new LinkedHashMap<>();
    nodes.forEach(node -> functions.putAll(functions(node)));
    for (OutputNode output : outputs) {
      if (output.action() instanceof ForeachAction foreach) {
        functions.put(output.label(), foreach.function());
      }
    }
    return functions;
  }

  /** What tasks run, by what it belongs to: how inputs are read, and the functions of operators. */
  public Map<String, Serializable> taskParts() {
    Map<String, Serializable> parts = new LinkedHashMap<>();
    inputs().forEach(input -> parts.put(input.label(), input.feed()));
    nodes.forEach(node -> parts.putAll(functions(node)));
    return parts;
  }

  private static Map<String, Serializable> functions(GraphNode node) {
    Map<String, Serializable> functions = new LinkedHashMap<>();
    List<Serializable> own = node.functions();
    for (int i = 0; i < own.size(); i++) {
      functions.put(node.label() + (i == 0 ? "" : ", function " + (i + 1)), own.get(i));
    }
    return functions;
  }
}
