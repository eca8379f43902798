package io.holdfast.inspection.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.inspection.graph.GraphModel.Edge;
import io.holdfast.inspection.graph.Layout.Path;
import io.holdfast.inspection.graph.Layout.Place;
import io.holdfast.inspection.graph.Layout.Point;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Pictures of random graphs keep apart what must not touch. */
class LayoutTest {
  private static final int GRAPHS = 150;

  @Test
  void boxesDoNotOverlapAndNoEdgePassesThroughOne() {
    for (int seed = 0; seed < GRAPHS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      GraphModel graph = GraphModel.of(Graphs.random(random, 1 + random.nextInt(45)), "seed");
      Layout layout = Layout.of(graph);
      assertEquals(graph.boxes().size(), layout.boxes().size());
      boxes(layout, "seed " + seed);
      for (int i = 0; i < graph.edges().size(); i++) {
        edge(layout, graph.edges().get(i), layout.paths().get(i), "seed " + seed + " edge " + i);
      }
    }
  }

  private static void boxes(Layout layout, String what) {
    List<Place> boxes = layout.boxes();
    for (int i = 0; i < boxes.size(); i++) {
      Place box = boxes.get(i);
      boolean inside =
          box.left() >= 0
              && box.top() >= 0
              && box.left() + box.width() <= layout.width()
              && box.top() + box.height() <= layout.height();
      assertTrue(inside, what + ": box " + i + " lies outside of the picture");
      for (int j = 0; j < i; j++) {
        Place other = boxes.get(j);
        boolean apart =
            Math.abs(box.x() - other.x()) >= (box.width() + other.width()) / 2 + 5
                || Math.abs(box.y() - other.y()) >= (box.height() + other.height()) / 2 + 5;
        assertTrue(apart, what + ": boxes " + i + " and " + j);
      }
    }
  }

  /** Follows the curve as it is drawn, point by point. */
  private static void edge(Layout layout, Edge edge, Path path, String what) {
    List<Point> points = path.points();
    Place from = layout.boxes().get(edge.from());
    Place to = layout.boxes().get(edge.to());
    assertEquals(new Point(from.x(), from.y() + from.height() / 2), points.get(0), what);
    assertEquals(new Point(to.x(), to.top()), points.get(points.size() - 1), what);
    for (int i = 0; i + 1 < points.size(); i++) {
      Point a = points.get(i);
      Point b = points.get(i + 1);
      assertTrue(b.y() > a.y(), what + " does not lead down");
      for (int step = 0; step <= 40; step++) {
        double t = step / 40.0;
        double half = (a.y() + b.y()) / 2;
        boolean curve = i % 2 == 0;
        double x = curve ? bezier(t, a.x(), a.x(), b.x(), b.x()) : a.x() + t * (b.x() - a.x());
        double y = curve ? bezier(t, a.y(), half, half, b.y()) : a.y() + t * (b.y() - a.y());
        for (Place box : layout.boxes()) {
          boolean inside =
              Math.abs(x - box.x()) < box.width() / 2 - 0.01
                  && Math.abs(y - box.y()) < box.height() / 2 - 0.01;
          assertFalse(inside, what + " passes through a box");
        }
      }
    }
  }

  private static double bezier(double t, double a, double b, double c, double d) {
    double u = 1 - t;
    return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
  }

  @Test
  void edgesLeadDownByTheLongestPath() {
    Layout layout = Layout.of(GraphModel.of(Graphs.diamond(), "diamond"));
    double step = layout.boxes().get(2).y() - layout.boxes().get(0).y();
    assertEquals(layout.boxes().get(0).y(), layout.boxes().get(1).y());
    assertEquals(layout.boxes().get(0).y() + 5 * step, layout.boxes().get(8).y());
  }

  @Test
  void anOrderWithoutCrossingsIsFound() {
    GraphModel twisted =
        GraphModel.of(
            Graphs.parse(
                "1 0 receiverStream a",
                "2 0 receiverStream b",
                "3 2 map ",
                "4 1 map ",
                "5 4 map ",
                "6 3 map "),
            "twisted");
    Layout layout = Layout.of(twisted);
    List<Place> boxes = layout.boxes();
    for (Edge edge : twisted.edges()) {
      assertEquals(boxes.get(edge.from()).x(), boxes.get(edge.to()).x(), 0.5, "not straight");
    }
  }

  @Test
  void aChainStandsInOneColumn() {
    Layout layout =
        Layout.of(
            GraphModel.of(
                Graphs.parse("1 0 receiverStream lines", "2 1 flatMap ", "3 2 map ", "0 3 print x"),
                "chain"));
    assertEquals(1, layout.boxes().stream().mapToDouble(Place::x).distinct().count());
  }

  @Test
  void cyclesAndUnknownParentsAreSurvived() {
    GraphModel graph =
        GraphModel.of(
            Graphs.parse("1 2 map a", "2 3 map b", "3 1,3 map c", "4 99 map d", "1 0 map e"),
            "odd");
    assertEquals(5, Layout.of(graph).boxes().size());
    assertEquals(2, graph.edges().size());
    assertTrue(Layout.of(GraphModel.of(Graphs.parse(), "nothing")).height() > 0);
  }
}
