package io.holdfast.inspection;

import io.holdfast.engine.graph.GraphOutline;
import io.holdfast.engine.graph.GraphOutline.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A graph's outline as a tree, inputs first, each stream under the first one that it is made from.
 */
public final class GraphTree {
  private final Map<Integer, List<Line>> children = new TreeMap<>();
  private final List<Content> tree = new ArrayList<>();

  private GraphTree() {}

  /** The tree, a line each. Never throws for what the outline says. */
  public static List<Content> of(GraphOutline outline) {
    GraphTree tree = new GraphTree();
    for (Line line : outline.lines()) {
      tree.children.computeIfAbsent(line.parents().get(0), parent -> new ArrayList<>()).add(line);
    }
    tree.add(0, 1);
    return tree.tree;
  }

  /** Each parent is taken out when it is shown, so that no outline makes this endless. */
  private void add(int parent, int depth) {
    List<Line> lines = children.remove(parent);
    if (lines == null) {
      return;
    }
    for (Line line : lines) {
      String name = line.named() ? " '" + Text.printable(line.name()) + "'" : " #" + line.id();
      tree.add(
          Content.of(
                  "graph_node",
                  "  ".repeat(depth) + Text.printable(line.kind()) + name + others(line))
              .with("id", line.id())
              .with("parents", line.parents())
              .with("kind", line.kind())
              .with("name", line.name()));
      if (line.id() > 0) {
        add(line.id(), depth + 1);
      }
    }
  }

  private static String others(Line line) {
    List<Integer> others = line.parents().subList(1, line.parents().size());
    return others.isEmpty()
        ? ""
        : " (with " + others.stream().map(id -> "#" + id).collect(Collectors.joining(", ")) + ")";
  }
}
