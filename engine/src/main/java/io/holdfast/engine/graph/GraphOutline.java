package io.holdfast.engine.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A graph as lines of text that can be read without the job's classes: {@code id TAB parents TAB
 * kind TAB name}. Several parents are separated by commas, 0 is none; outputs have no id.
 *
 * @param lines one per stream and output
 */
public record GraphOutline(List<Line> lines) {

  /** A stream or output; {@code name} is empty where the user gave none. */
  public record Line(int id, List<Integer> parents, String kind, String name) {
    public boolean named() {
      return !name.isEmpty();
    }
  }

  public static GraphOutline of(DStreamGraph graph) {
    List<Line> lines = new ArrayList<>();
    graph.nodes().forEach(node -> lines.add(line(node)));
    for (OutputNode output : graph.outputs()) {
      lines.add(new Line(0, List.of(output.parent().id()), output.action().kind(), output.name()));
    }
    return new GraphOutline(lines);
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      text.append(line.id)
          .append('\t')
          .append(line.parents.stream().map(String::valueOf).collect(Collectors.joining(",")))
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
            .map(part -> new Line(Integer.parseInt(part[0]), parents(part[1]), part[2], part[3]))
            .toList());
  }

  private static List<Integer> parents(String text) {
    return Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
  }

  private static Line line(GraphNode node) {
    List<Integer> parents = node.parents().stream().map(GraphNode::id).toList();
    return new Line(
        node.id(),
        parents.isEmpty() ? List.of(0) : parents,
        node.definition().operator(),
        node.name());
  }
}
