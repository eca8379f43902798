package io.holdfast.engine.graph;

import io.holdfast.engine.graph.GraphNode.InputNode;
import io.holdfast.engine.graph.GraphNode.NarrowNode;
import io.holdfast.engine.graph.GraphNode.ReduceNode;
import io.holdfast.engine.graph.GraphNode.StateNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A graph as lines of text that can be read without the job's classes: {@code id TAB parent TAB
 * kind TAB name}. Parent 0 is none; outputs have no id.
 *
 * @param lines one per stream and output
 */
public record GraphOutline(List<Line> lines) {

  /** A stream or output; {@code name} is empty where the user gave none. */
  public record Line(int id, int parent, String kind, String name) {
    public boolean named() {
      return !name.isEmpty();
    }
  }

  public static GraphOutline of(DStreamGraph graph) {
    List<Line> lines = new ArrayList<>();
    graph.nodes().forEach(node -> lines.add(line(node)));
    for (OutputNode output : graph.outputs()) {
      lines.add(new Line(0, output.parent().id(), output.action().kind(), output.name()));
    }
    return new GraphOutline(lines);
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      text.append(line.id)
          .append('\t')
          .append(line.parent)
          .append('\t')
          .append(line.kind)
          .append('\t');
      text.append(line.name).append('\n');
    }
    return text.toString();
  }

  public static GraphOutline parse(String text) {
    return new GraphOutline(
        text.lines()
            .map(line -> line.split("\t", -1))
            .map(
                part ->
                    new Line(
                        Integer.parseInt(part[0]), Integer.parseInt(part[1]), part[2], part[3]))
            .toList());
  }

  private static Line line(GraphNode node) {
    if (node instanceof InputNode input) {
      return new Line(input.id(), 0, "receiverStream", input.name());
    } else if (node instanceof NarrowNode narrow) {
      return new Line(narrow.id(), narrow.parent().id(), narrow.operator(), "");
    } else if (node instanceof ReduceNode reduce) {
      return new Line(reduce.id(), reduce.parent().id(), "reduceByKey", "");
    }
    StateNode state = (StateNode) node;
    return new Line(state.id(), state.parent().id(), "updateStateByKey", state.name());
  }
}
