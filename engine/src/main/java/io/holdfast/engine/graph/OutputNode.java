package io.holdfast.engine.graph;

import io.holdfast.sink.BatchSink;
import io.holdfast.stream.function.ForeachFunction;
import java.io.Serializable;

/**
 * An output of the graph, named by the user, and what it does with each batch of the stream {@code
 * parent}.
 */
public record OutputNode(String name, GraphNode parent, Action action) implements Serializable {

  /** What an output does. */
  public sealed interface Action extends Serializable {
    /** The operator's name. */
    String kind();
  }

  /** Writes to a sink. */
  public record SinkAction(BatchSink<?> sink) implements Action {
    @Override
    public String kind() {
      return "writeTo";
    }
  }

  /** Calls a function of the user. */
  public record ForeachAction(ForeachFunction<?> function) implements Action {
    @Override
    public String kind() {
      return "foreachRdd";
    }
  }

  /** Prints the first rows. */
  public record PrintAction(int rows) implements Action {
    @Override
    public String kind() {
      return "print";
    }
  }

  public String label() {
    return action.kind() + " '" + name + "'";
  }
}
