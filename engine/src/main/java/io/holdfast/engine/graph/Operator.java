package io.holdfast.engine.graph;

import io.holdfast.backend.Rdd;
import io.holdfast.backend.Step;
import java.io.Serializable;
import java.util.List;

/**
 * How a stream's batch is described by the batches of its parents. Part of the checkpoint, so it
 * holds nothing but values and functions of the user's.
 */
public interface Operator extends Serializable {
  /**
   * Describes a batch. The API has checked the types when the graph was defined; here they are all
   * Object.
   *
   * @param parents in the order of the definition
   * @param step what errors are reported as
   */
  Rdd<?> describe(List<Rdd<Object>> parents, Step step);

  /** What takes its place in a batch that has no input, but is there because a state wanted it. */
  default Operator withoutInput() {
    return this;
  }

  /** The user's functions. */
  default List<Serializable> functions() {
    return List.of();
  }
}
