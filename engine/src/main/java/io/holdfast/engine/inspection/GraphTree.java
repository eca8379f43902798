package io.holdfast.engine.inspection;

import io.holdfast.engine.graph.GraphOutline;
import io.holdfast.engine.graph.GraphOutline.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A graph's outline as a tree, inputs first, each stream under the one it is made from. */
final class GraphTree {
  private final Map<Integer, List<Line>> children = new TreeMap<>();
  private final List<Content> tree = new ArrayList<>();

  private GraphTree() {}

  static List<Content> of(String outline) {
    GraphTree tree = new GraphTree();
    for (Line line : GraphOutline.parse(outline).lines()) {
      tree.children.computeIfAbsent(line.parent(), parent -> new ArrayList<>()).add(line);
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
      String name = line.named() ? " '" + Text.printable(line.name()) + "'" : "";
      tree.add(
          Content.of("graph_node", "  ".repeat(depth) + line.kind() + name)
              .with("id", line.id())
              .with("parent", line.parent())
              .with("kind", line.kind())
              .with("name", line.name()));
      if (line.id() > 0) {
        add(line.id(), depth + 1);
      }
    }
  }
}
