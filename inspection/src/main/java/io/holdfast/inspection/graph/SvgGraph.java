package io.holdfast.inspection.graph;

import io.holdfast.ConfigurationException;
import io.holdfast.inspection.graph.GraphModel.Box;
import io.holdfast.inspection.graph.GraphModel.Kind;
import io.holdfast.inspection.graph.Layout.Path;
import io.holdfast.inspection.graph.Layout.Place;
import io.holdfast.inspection.graph.Layout.Point;
import java.util.List;
import java.util.Locale;

/** A graph as a self-contained SVG picture, for light and dark backgrounds. */
public final class SvgGraph {
  /** A picture of more boxes can be drawn, but not read. */
  static final int MOST_BOXES = 1000;

  private static final double TITLE = 34;
  private static final double LEGEND = 44;
  private static final double LEGEND_STEP = 108;
  private static final double TITLE_CHARACTER = 8.2;
  private static final String STYLE =
      """
      <style>
        svg { --paper: #ffffff; --ink: #1b1f24; --line: #57606a;
              --input: #d8ecff; --input-line: #1f6fb2; --operator: #f0f1f3; --operator-line: #7a828b;
              --state: #ffe9c7; --state-line: #b26b00; --output: #d9f2df; --output-line: #2c7a3f; }
        @media (prefers-color-scheme: dark) {
          svg { --paper: #14181d; --ink: #e6edf3; --line: #9aa4af;
                --input: #12324f; --input-line: #58a6e8; --operator: #262c33; --operator-line: #8b949e;
                --state: #4a3208; --state-line: #e0a040; --output: #123a1e; --output-line: #57b36c; } }
        .paper { fill: var(--paper); }
        text { fill: var(--ink); font: 12px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
               text-anchor: middle; direction: ltr; unicode-bidi: isolate; }
        .title { font-size: 14px; font-weight: bold; text-anchor: start; }
        .name { font-weight: bold; }
        .edge { fill: none; stroke: var(--line); stroke-width: 1.4; }
        .tip { fill: var(--line); }
        .box { stroke-width: 1.5; }
        .input { fill: var(--input); stroke: var(--input-line); }
        .operator { fill: var(--operator); stroke: var(--operator-line); }
        .state { fill: var(--state); stroke: var(--state-line); }
        .output { fill: var(--output); stroke: var(--output-line); }
      </style>
      """;

  private final StringBuilder out = new StringBuilder();

  private SvgGraph() {}

  /**
   * Draws a graph.
   *
   * @throws ConfigurationException if it has too many boxes for a picture
   */
  public static String of(GraphModel graph) {
    if (graph.boxes().size() > MOST_BOXES) {
      throw new ConfigurationException(
          "The graph has "
              + graph.boxes().size()
              + " streams and outputs; a picture of more than "
              + MOST_BOXES
              + " cannot be read. Use --format text or mermaid.");
    }
    SvgGraph svg = new SvgGraph();
    svg.draw(graph, Layout.of(graph));
    return svg.out.toString();
  }

  private void draw(GraphModel graph, Layout layout) {
    double legend = Kind.values().length * LEGEND_STEP + 2 * Layout.MARGIN;
    double title =
        graph.title().codePointCount(0, graph.title().length()) * TITLE_CHARACTER
            + 2 * Layout.MARGIN;
    double width = Math.max(Math.max(legend, title), layout.width());
    double height = TITLE + layout.height() + LEGEND;
    double middle = (width - layout.width()) / 2;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" width=\"%s\""
            + " height=\"%s\" role=\"img\">\n",
        width, height, width, height);
    out.append("<title>").append(xml(graph.title())).append("</title>\n").append(STYLE);
    add("<rect class=\"paper\" width=\"%s\" height=\"%s\"/>\n", width, height);
    add("<text class=\"title\" x=\"%s\" y=\"28\">", Layout.MARGIN);
    out.append(xml(graph.title())).append("</text>\n");
    add("<g transform=\"translate(%s %s)\">\n", middle, TITLE);
    layout.paths().forEach(this::edge);
    for (int i = 0; i < graph.boxes().size(); i++) {
      node(graph.boxes().get(i), layout.boxes().get(i));
    }
    out.append("</g>\n");
    legend(TITLE + layout.height() + LEGEND / 2);
    out.append("</svg>\n");
  }

  private void edge(Path path) {
    List<Point> points = path.points();
    Point last = points.get(points.size() - 1);
    out.append("<path class=\"edge\" d=\"");
    for (int i = 0; i < points.size(); i += 2) {
      Point from = points.get(i);
      // The tip of the arrow takes the last pixels.
      Point to = points.get(i + 1);
      double y = i + 2 == points.size() ? to.y() - 6 : to.y();
      double half = (from.y() + y) / 2;
      add("%s%s %s", i == 0 ? "M" : " L", from.x(), from.y());
      add(" C%s %s %s %s %s %s", from.x(), half, to.x(), half, to.x(), y);
    }
    out.append("\"/>");
    add("<path class=\"tip\" d=\"M%s %s l-4.5 -8 h9 z\"/>\n", last.x(), last.y());
  }

  private void node(Box box, Place place) {
    out.append("<g><title>").append(xml(box.full())).append("</title>");
    shape(box.kind(), place);
    boolean two = !box.operation().isEmpty();
    // The lid of a drum takes some room.
    double y = place.y() + (box.kind() == Kind.STATE ? 2 : 0);
    add("<text class=\"name\" x=\"%s\" y=\"%s\">", place.x(), y + (two ? -2 : 4));
    out.append(xml(box.label())).append("</text>");
    if (two) {
      add("<text x=\"%s\" y=\"%s\">", place.x(), y + 14);
      out.append(xml(box.operation())).append("</text>");
    }
    out.append("</g>\n");
  }

  /** Within the place: a pill, a box, a drum, or a box with a corner cut off. */
  private void shape(Kind kind, Place place) {
    String style = "box " + kind.name().toLowerCase(Locale.ROOT);
    double left = place.left();
    double top = place.top();
    double width = place.width();
    double height = place.height();
    switch (kind) {
      case INPUT -> rectangle(style, place, height / 2);
      case OPERATOR -> rectangle(style, place, 4);
      case STATE -> {
        double half = width / 2;
        add("<path class=\"%s\" d=\"M%s %s", style, left, top + 5);
        add(" v%s a%s 5 0 0 0 %s 0 v%s", height - 10, half, width, 10 - height);
        add(" a%s 5 0 0 0 %s 0 a%s 5 0 0 0 %s 0\"/>", half, -width, half, width);
      }
      case OUTPUT -> {
        add("<path class=\"%s\" d=\"M%s %s", style, left, top);
        add(" h%s l12 12 v%s h%s z\"/>", width - 12, height - 12, -width);
      }
    }
  }

  private void rectangle(String style, Place place, double round) {
    add("<rect class=\"%s\" x=\"%s\" y=\"%s\"", style, place.left(), place.top());
    add(" width=\"%s\" height=\"%s\" rx=\"%s\"/>", place.width(), place.height(), round);
  }

  private void legend(double y) {
    Kind[] kinds = Kind.values();
    for (int i = 0; i < kinds.length; i++) {
      double x = Layout.MARGIN + i * LEGEND_STEP + 45;
      String name = kinds[i].name().toLowerCase(Locale.ROOT);
      shape(kinds[i], new Place(x, y, 90, 26));
      add("<text x=\"%s\" y=\"%s\">", x, y + (kinds[i] == Kind.STATE ? 7 : 4));
      out.append(name).append("</text>\n");
    }
  }

  private void add(String format, Object... values) {
    Object[] shown = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      shown[i] = values[i] instanceof Double number ? shortened(number) : values[i];
    }
    out.append(String.format(Locale.ROOT, format, shown));
  }

  private static String shortened(double number) {
    String text = String.format(Locale.ROOT, "%.1f", number);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** Text that may stand in XML, whatever it is. */
  static String xml(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(allowed(c) ? c : 0xFFFD);
              }
            });
    return escaped.toString();
  }

  /** By the production Char of XML 1.0. */
  private static boolean allowed(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
