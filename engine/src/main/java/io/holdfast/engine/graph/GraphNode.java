package io.holdfast.engine.graph;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** A stream of the graph: how it comes from its parents. */
public sealed interface GraphNode extends Serializable {
  Definition definition();

  /** The streams that it is made from; none for an input. */
  List<GraphNode> parents();

  /** The user's functions. */
  List<Serializable> functions();

  /** The batches in which it has rows. */
  default Slide slide() {
    return parents().isEmpty() ? Slide.EVERY_BATCH : parents().get(0).slide();
  }

  default int id() {
    return definition().id();
  }

  /** Given by the user; empty if there is none. */
  default String name() {
    return definition().name();
  }

  default String label() {
    return definition().label();
  }

  /** An input, named by the user. */
  record InputNode(Definition definition, InputFeed feed) implements GraphNode {
    @Override
    public List<GraphNode> parents() {
      return List.of();
    }

    @Override
    public List<Serializable> functions() {
      return List.of();
    }
  }

  /** A stream whose batches follow from its parents' batches alone. */
  record OperatorNode(Definition definition, List<GraphNode> parents, Operator operator)
      implements GraphNode {
    public OperatorNode {
      parents = new ArrayList<>(parents);
    }

    @Override
    public List<Serializable> functions() {
      return operator.functions();
    }
  }

  /** A state or a window, named by the user. */
  record StateNode(Definition definition, GraphNode parent, StateOperator operator)
      implements GraphNode {
    @Override
    public List<GraphNode> parents() {
      return List.of(parent);
    }

    @Override
    public List<Serializable> functions() {
      return operator.functions();
    }

    @Override
    public Slide slide() {
      return operator.slide();
    }
  }
}
