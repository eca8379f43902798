package io.holdfast.engine.graph;

import io.holdfast.backend.NarrowOp;
import io.holdfast.source.ReceiverSource;
import io.holdfast.stream.function.ReduceFunction;
import io.holdfast.stream.function.UpdateFunction;
import java.io.Serializable;

/**
 * A stream of the graph: how it comes from its parent. Ids are unique and grow along every path.
 */
public sealed interface GraphNode extends Serializable {
  int id();

  /** The operator's name with what identifies it, for people. */
  String label();

  /** A received input, named by the user. */
  record InputNode(int id, String name, ReceiverSource<?> source) implements GraphNode {
    @Override
    public String label() {
      return "receiverStream '" + name + "'";
    }
  }

  /** An operation on single records. */
  record NarrowNode(int id, GraphNode parent, String operator, NarrowOp<?, ?> op)
      implements GraphNode {
    @Override
    public String label() {
      return operator + " #" + id;
    }
  }

  /** A reduction by key. */
  record ReduceNode(int id, GraphNode parent, ReduceFunction<?> function) implements GraphNode {
    @Override
    public String label() {
      return "reduceByKey #" + id;
    }
  }

  /** A keyed state, named by the user. */
  record StateNode(int id, GraphNode parent, String name, UpdateFunction<?, ?> function)
      implements GraphNode {
    @Override
    public String label() {
      return "updateStateByKey '" + name + "'";
    }
  }
}
