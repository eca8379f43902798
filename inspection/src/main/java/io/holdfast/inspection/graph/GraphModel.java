package io.holdfast.inspection.graph;

import io.holdfast.engine.graph.GraphOutline;
import io.holdfast.engine.graph.GraphOutline.Line;
import io.holdfast.inspection.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The outline of a graph as boxes and arrows between them. Whatever the outline says, edges lead
 * between boxes that exist, and there is no cycle: an edge that would close one is left out.
 *
 * @param title of the picture
 * @param boxes in the order of the outline
 * @param edges from the index of a box to that of another, each once
 */
public record GraphModel(String title, List<Box> boxes, List<Edge> edges) {
  private static final int LONGEST_LABEL = 32;

  /** What a box is. */
  public enum Kind {
    INPUT,
    OPERATOR,
    STATE,
    OUTPUT
  }

  /**
   * A stream or an output.
   *
   * @param label its name, or where it has none its operation and number
   * @param operation empty where the label says it; both may be cut short
   * @param full everything, for who asks
   */
  public record Box(Kind kind, String label, String operation, String full) {}

  /** An arrow. */
  public record Edge(int from, int to) {}

  /** The model of an outline. */
  public static GraphModel of(GraphOutline outline, String title) {
    List<Box> boxes = new ArrayList<>();
    Map<Integer, Integer> byId = new HashMap<>();
    for (Line line : outline.lines()) {
      if (line.id() > 0) {
        byId.putIfAbsent(line.id(), boxes.size());
      }
      boxes.add(box(line));
    }
    Set<Edge> edges = new LinkedHashSet<>();
    for (int i = 0; i < boxes.size(); i++) {
      for (int parent : outline.lines().get(i).parents()) {
        Integer from = byId.get(parent);
        if (from != null && from != i) {
          edges.add(new Edge(from, i));
        }
      }
    }
    return new GraphModel(
        Text.printable(title), List.copyOf(boxes), acyclic(boxes.size(), List.copyOf(edges)));
  }

  private static Box box(Line line) {
    boolean output = line.id() <= 0;
    boolean input = !output && line.parents().equals(List.of(0));
    Kind kind = Kind.OPERATOR;
    if (output) {
      kind = Kind.OUTPUT;
    } else if (input) {
      kind = Kind.INPUT;
    } else if (line.named()) {
      kind = Kind.STATE;
    }
    String operation = Text.printable(line.kind());
    String number = output ? "" : " #" + line.id();
    String name = Text.printable(line.name());
    String full = operation + number + (line.named() ? " '" + name + "'" : "");
    return line.named()
        ? new Box(kind, cut(name), cut(operation + number), full)
        : new Box(kind, cut(operation + number), "", full);
  }

  private static String cut(String text) {
    if (text.codePointCount(0, text.length()) <= LONGEST_LABEL) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, LONGEST_LABEL - 1)) + "…";
  }

  /** Leaves out what leads back, as a walk from the first box on finds it. */
  private static List<Edge> acyclic(int boxes, List<Edge> edges) {
    List<List<Edge>> from = new ArrayList<>();
    for (int i = 0; i < boxes; i++) {
      from.add(new ArrayList<>());
    }
    edges.forEach(edge -> from.get(edge.from).add(edge));
    Set<Edge> back = new HashSet<>();
    int[] state = new int[boxes];
    for (int root = 0; root < boxes; root++) {
      walk(root, from, state, back);
    }
    return edges.stream().filter(edge -> !back.contains(edge)).toList();
  }

  /** Depth first, on a stack of its own: 0 new, 1 open, 2 done. */
  private static void walk(int root, List<List<Edge>> from, int[] state, Set<Edge> back) {
    if (state[root] != 0) {
      return;
    }
    List<int[]> stack = new ArrayList<>();
    state[root] = 1;
    stack.add(new int[] {root, 0});
    while (!stack.isEmpty()) {
      int[] top = stack.get(stack.size() - 1);
      List<Edge> edges = from.get(top[0]);
      if (top[1] == edges.size()) {
        state[top[0]] = 2;
        stack.remove(stack.size() - 1);
        continue;
      }
      Edge edge = edges.get(top[1]++);
      if (state[edge.to] == 1) {
        back.add(edge);
      } else if (state[edge.to] == 0) {
        state[edge.to] = 1;
        stack.add(new int[] {edge.to, 0});
      }
    }
  }
}
