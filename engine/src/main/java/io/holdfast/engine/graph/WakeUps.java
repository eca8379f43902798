package io.holdfast.engine.graph;

import io.holdfast.backend.StateOp;
import io.holdfast.backend.StateOp.Outlook;
import io.holdfast.engine.graph.GraphNode.StateNode;
import java.util.function.Function;

/**
 * When the states of a graph want a batch although no data has come: windows until they are empty,
 * keys whose time runs out.
 */
public final class WakeUps {
  private final DStreamGraph graph;
  private final Function<String, Outlook> outlooks;

  /**
   * Of a graph.
   *
   * @param outlooks what a state looks like now, by its name
   */
  public WakeUps(DStreamGraph graph, Function<String, Outlook> outlooks) {
    this.graph = graph;
    this.outlooks = outlooks;
  }

  /** The earliest time; {@link StateOp#NEVER} if all can wait for data. */
  public long nextMillis() {
    return graph.states().stream().mapToLong(this::nextMillis).min().orElse(StateOp.NEVER);
  }

  private long nextMillis(StateNode node) {
    long wanted = node.operator().op().wakeUpMillis(outlooks.apply(node.name()));
    return wanted == StateOp.NEVER ? wanted : node.slide().atOrBehind(wanted);
  }
}
