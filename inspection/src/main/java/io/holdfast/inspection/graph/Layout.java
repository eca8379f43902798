package io.holdfast.inspection.graph;

import io.holdfast.inspection.graph.GraphModel.Box;
import io.holdfast.inspection.graph.GraphModel.Edge;
import java.util.ArrayList;
import java.util.List;

/**
 * Where boxes and edges lie, by layers: each box one rank below the lowest that it is made from,
 * each rank ordered so that few edges cross ({@link RankOrder}), and moved so that edges are
 * straight ({@link RankPlaces}). An edge over several ranks has a place of its own in each of them.
 *
 * <p>So no two boxes overlap, and no edge passes through a box: between ranks there are only edges,
 * and across a rank an edge goes straight down where nothing else is.
 *
 * @param boxes a place for each box of the graph
 * @param paths a path for each edge of the graph, from top to bottom
 */
record Layout(List<Place> boxes, List<Path> paths, double width, double height) {
  static final double BOX_HEIGHT = 46;
  static final double MARGIN = 24;
  private static final double RANK_GAP = 54;
  private static final double CHARACTER = 7.4;
  private static final double PADDING = 26;
  private static final double NARROWEST = 90;
  private static final double THREAD = 14;

  /** A box: its middle, and its size. */
  record Place(double x, double y, double width, double height) {
    double left() {
      return x - width / 2;
    }

    double top() {
      return y - height / 2;
    }
  }

  /** A point. */
  record Point(double x, double y) {}

  /**
   * An edge: points in pairs, the upper and the lower end of each piece between two ranks.
   *
   * @param points first below the box that it comes from, last above the box that it goes to
   */
  record Path(List<Point> points) {}

  /** A box, or the place of an edge that passes a rank. */
  static final class Item {
    final double width;
    final int rank;
    final List<Item> above = new ArrayList<>();
    final List<Item> below = new ArrayList<>();
    double x;

    private Item(double width, int rank) {
      this.width = width;
      this.rank = rank;
    }
  }

  /** Lays a graph out. */
  static Layout of(GraphModel graph) {
    int[] ranks = ranks(graph);
    List<List<Item>> rows = new ArrayList<>();
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < ranks.length; i++) {
      Item item = new Item(width(graph.boxes().get(i)), ranks[i]);
      items.add(item);
      add(rows, item);
    }
    List<List<Item>> threads = new ArrayList<>();
    for (Edge edge : graph.edges()) {
      threads.add(thread(items.get(edge.from()), items.get(edge.to()), rows));
    }
    RankOrder.improve(rows);
    RankPlaces.place(rows);
    return of(items, threads, rows);
  }

  private static Layout of(List<Item> items, List<List<Item>> threads, List<List<Item>> rows) {
    double least = Double.MAX_VALUE;
    double most = 0;
    for (List<Item> row : rows) {
      for (Item item : row) {
        least = Math.min(least, item.x - item.width / 2);
      }
    }
    double shift = MARGIN - (rows.isEmpty() ? 0 : least);
    for (List<Item> row : rows) {
      for (Item item : row) {
        item.x += shift;
        most = Math.max(most, item.x + item.width / 2);
      }
    }
    List<Place> boxes =
        items.stream().map(i -> new Place(i.x, middle(i.rank), i.width, BOX_HEIGHT)).toList();
    List<Path> paths = threads.stream().map(Layout::path).toList();
    double height = rows.isEmpty() ? BOX_HEIGHT : middle(rows.size() - 1) + BOX_HEIGHT / 2;
    return new Layout(boxes, paths, most + MARGIN, height + MARGIN);
  }

  private static double middle(int rank) {
    return MARGIN + BOX_HEIGHT / 2 + rank * (BOX_HEIGHT + RANK_GAP);
  }

  private static Path path(List<Item> thread) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i + 1 < thread.size(); i++) {
      Item upper = thread.get(i);
      Item lower = thread.get(i + 1);
      points.add(new Point(upper.x, middle(upper.rank) + BOX_HEIGHT / 2));
      points.add(new Point(lower.x, middle(lower.rank) - BOX_HEIGHT / 2));
    }
    return new Path(points);
  }

  /** Longest path from a box that is made from nothing. */
  private static int[] ranks(GraphModel graph) {
    int[] ranks = new int[graph.boxes().size()];
    int[] open = new int[ranks.length];
    List<List<Integer>> below = new ArrayList<>();
    for (int i = 0; i < ranks.length; i++) {
      below.add(new ArrayList<>());
    }
    for (Edge edge : graph.edges()) {
      below.get(edge.from()).add(edge.to());
      open[edge.to()]++;
    }
    List<Integer> ready = new ArrayList<>();
    for (int i = 0; i < ranks.length; i++) {
      if (open[i] == 0) {
        ready.add(i);
      }
    }
    for (int next = 0; next < ready.size(); next++) {
      int box = ready.get(next);
      for (int child : below.get(box)) {
        ranks[child] = Math.max(ranks[child], ranks[box] + 1);
        if (--open[child] == 0) {
          ready.add(child);
        }
      }
    }
    return ranks;
  }

  private static List<Item> thread(Item from, Item to, List<List<Item>> rows) {
    List<Item> thread = new ArrayList<>(List.of(from));
    for (int rank = from.rank + 1; rank < to.rank; rank++) {
      Item through = new Item(THREAD, rank);
      add(rows, through);
      thread.add(through);
    }
    thread.add(to);
    for (int i = 0; i + 1 < thread.size(); i++) {
      thread.get(i).below.add(thread.get(i + 1));
      thread.get(i + 1).above.add(thread.get(i));
    }
    return thread;
  }

  private static void add(List<List<Item>> rows, Item item) {
    while (rows.size() <= item.rank) {
      rows.add(new ArrayList<>());
    }
    rows.get(item.rank).add(item);
  }

  private static double width(Box box) {
    double characters = Math.max(columns(box.label()), columns(box.operation()));
    return Math.max(NARROWEST, characters * CHARACTER + PADDING);
  }

  /** Columns on a screen; what is not Latin, Greek or Cyrillic is taken to be wide. */
  private static int columns(String text) {
    return text.codePoints().map(c -> c < 0x0590 || c == '…' ? 1 : 2).sum();
  }
}
