package io.holdfast.engine.graph;

import io.holdfast.backend.StateOp;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A named state as an operator.
 *
 * @param arrival how the rows of the parent are brought together before they arrive at it
 * @param op what it does with them
 * @param slide when it yields rows
 */
public record StateOperator(Operator arrival, StateOp<?, ?> op, Slide slide)
    implements Serializable {

  List<Serializable> functions() {
    List<Serializable> functions = new ArrayList<>(arrival.functions());
    op.functions().stream()
        .filter(function -> !functions.contains(function))
        .forEach(functions::add);
    return functions;
  }
}
