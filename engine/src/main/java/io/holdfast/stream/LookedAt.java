package io.holdfast.stream;

import io.holdfast.ConfigurationException;
import io.holdfast.engine.graph.GraphBuilder;
import java.util.Set;

/** Finds what is looked at from outside by the name that the job gives it. */
final class LookedAt {
  private LookedAt() {}

  /** The name under which the durable data of a state lies. */
  static String state(GraphBuilder graph, String name) {
    String durable = graph.durableName(name);
    boolean known =
        graph.current().states().stream()
            .anyMatch(node -> node.name().equals(durable) && node.operator().op().holdsValues());
    if (!known) {
      throw new ConfigurationException(
          "The job has no state named '"
              + name
              + "'. A state is what updateStateByKey or mapWithState has a name for.");
    }
    return durable;
  }

  /** The name under which the durable data of remembered rows, or of a window of rows, lies. */
  static String rows(GraphBuilder graph, String name) {
    String durable = graph.durableName(name);
    Set<String> known = graph.current().rowKeepers().keySet();
    if (!known.contains(durable)) {
      throw new ConfigurationException(
          "The job remembers no rows under the name '"
              + name
              + "'. "
              + (known.isEmpty()
                  ? "It remembers none."
                  : "There are: " + String.join(", ", known) + ".")
              + " A name is given by remember(name, duration) or window(name, length); windows by"
              + " key keep no rows.");
    }
    return durable;
  }
}
