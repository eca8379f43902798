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

  /**
   * The wishes of the states as they are now. Times in milliseconds, {@link StateOp#NEVER} for
   * none.
   *
   * @param atMillis there has to be a batch of exactly this time before there is a later one
   * @param fromMillis there should be a batch of this time or later
   */
  public record Wishes(long atMillis, long fromMillis) {
    public static final Wishes NONE = new Wishes(StateOp.NEVER, StateOp.NEVER);

    /** The first of all. */
    public long firstMillis() {
      return Math.min(atMillis, fromMillis);
    }

    /** Only those without which a later batch would be wrong. */
    public Wishes necessary() {
      return new Wishes(atMillis, StateOp.NEVER);
    }
  }

  /** Asked between batches, when the states are what the last one has left. */
  public Wishes wishes() {
    long at = StateOp.NEVER;
    long from = StateOp.NEVER;
    for (StateNode node : graph.states()) {
      long wanted = node.operator().op().wakeUpMillis(outlooks.apply(node.name()));
      if (wanted != StateOp.NEVER && node.slide().equals(Slide.EVERY_BATCH)) {
        from = Math.min(from, wanted);
      } else if (wanted != StateOp.NEVER) {
        at = Math.min(at, node.slide().atOrBehind(wanted));
      }
    }
    return new Wishes(at, from);
  }

  /**
   * The time of the next slide, for which there may be a wish when the running batch is complete.
   *
   * @param lastMillis the last batch
   */
  public long nextSlideMillis(long lastMillis) {
    return graph.states().stream()
        .filter(node -> !node.slide().equals(Slide.EVERY_BATCH))
        .mapToLong(node -> node.slide().atOrBehind(lastMillis + 1))
        .min()
        .orElse(StateOp.NEVER);
  }
}
