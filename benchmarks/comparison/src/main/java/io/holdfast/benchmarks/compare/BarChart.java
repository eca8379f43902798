package io.holdfast.benchmarks.compare;

import io.holdfast.benchmarks.compare.Contender.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table as bar charts, one below the other, one for each figure: a bar to the median, a line with
 * ends from the least to the greatest. Colours change with the reader's light or dark setting.
 */
final class BarChart {
  private static final int WIDTH = 900;
  private static final int LABELS = 230;
  private static final int BAR_AREA = 430;
  private static final int ROW = 28;
  private static final int BAR = 14;
  private static final int HEAD = 92;
  private static final int PANEL_HEAD = 16;
  private static final int PANEL_FOOT = 62;
  private static final int TICKS = 5;

  private final StringBuilder svg = new StringBuilder();
  private final Table table;
  private final Results results;

  private BarChart(Table table, Results results) {
    this.table = table;
    this.results = results;
  }

  /**
   * Draws it.
   *
   * @param method how the figures were taken
   */
  static String of(Table table, Results results, String method) {
    BarChart chart = new BarChart(table, results);
    chart.draw(method);
    return chart.svg.toString();
  }

  private void draw(String method) {
    int panel = PANEL_HEAD + table.entrants().size() * ROW + PANEL_FOOT;
    int height = HEAD + table.figures().size() * panel;
    add(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" \
        font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="%s">
        <style>
          .page { fill: #ffffff } text { fill: #1f2328 } .quiet { fill: #59636e }
          .grid { stroke: #d1d9e0 } .range { stroke: #1f2328; stroke-width: 1.5 }
          .holdfast { fill: #2f7d4f } .baseline { fill: #8c959f } .peer { fill: #3b6fb6 }
          text.failed { fill: #b35900 }
          @media (prefers-color-scheme: dark) {
            .page { fill: #0d1117 } text { fill: #e6edf3 } .quiet { fill: #9198a1 }
            .grid { stroke: #30363d } .range { stroke: #e6edf3 }
            .holdfast { fill: #3fa266 } .baseline { fill: #767e88 } .peer { fill: #5b8fd6 }
            text.failed { fill: #d98324 }
          }
        </style>
        <rect class="page" width="100%%" height="100%%"/>
        <text x="16" y="26" font-size="16" font-weight="600">%s</text>
        <text class="quiet" x="16" y="46" font-size="12">%s</text>
        """,
        WIDTH,
        height,
        WIDTH,
        height,
        escaped(table.title()),
        escaped(table.title()),
        escaped(method));
    legend();
    for (int i = 0; i < table.figures().size(); i++) {
      panel(table.figures().get(i), HEAD + i * panel);
    }
    add("</svg>%n");
  }

  private void legend() {
    int x = 16;
    for (Kind kind : Kind.values()) {
      if (table.entrants().stream().anyMatch(each -> each.contender().kind() == kind)) {
        add(
            "<rect class=\"%s\" x=\"%d\" y=\"58\" width=\"12\" height=\"12\" rx=\"2\"/>%n",
            style(kind), x, 58);
        add("<text x=\"%d\" y=\"69\" font-size=\"12\">%s</text>%n", x + 18, kind.label());
        x += 18 + 8 * kind.label().length() + 12;
      }
    }
    add("<line class=\"range\" x1=\"%d\" y1=\"64\" x2=\"%d\" y2=\"64\"/>%n", x, x + 20);
    add("<line class=\"range\" x1=\"%d\" y1=\"60\" x2=\"%d\" y2=\"68\"/>%n", x, x);
    add("<line class=\"range\" x1=\"%d\" y1=\"60\" x2=\"%d\" y2=\"68\"/>%n", x + 20, x + 20);
    add(
        "<text x=\"%d\" y=\"69\" font-size=\"12\">bar: median of the rounds; line: least to greatest</text>%n",
        x + 28);
  }

  private void panel(Figure figure, int top) {
    double greatest = 0;
    for (Entrant entrant : table.entrants()) {
      greatest =
          Math.max(
              greatest, results.spread(entrant.name(), figure).map(Spread::greatest).orElse(0.0));
    }
    double step = step(greatest);
    double end = Math.max(1, Math.ceil(greatest / step)) * step;
    int first = top + PANEL_HEAD;
    int bottom = first + table.entrants().size() * ROW;
    for (int tick = 0; tick * step <= end * 1.0001; tick++) {
      int x = x(tick * step, end);
      add("<line class=\"grid\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n", x, first, x, bottom);
      add(
          "<text class=\"quiet\" x=\"%d\" y=\"%d\" font-size=\"12\" text-anchor=\"middle\">%s</text>%n",
          x, bottom + 16, tickText(tick * step, step));
    }
    add(
        "<text x=\"%d\" y=\"%d\" font-size=\"12\" text-anchor=\"middle\">%s</text>%n",
        LABELS + BAR_AREA / 2, bottom + 35, escaped(figure.title()));
    for (int i = 0; i < table.entrants().size(); i++) {
      row(table.entrants().get(i), figure, first + i * ROW + ROW / 2, end);
    }
  }

  private void row(Entrant entrant, Figure figure, int middle, double end) {
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
        LABELS - 10, middle + 4, escaped(entrant.name()));
    Optional<Spread> measured = results.spread(entrant.name(), figure);
    if (measured.isEmpty()) {
      add(
          "<text class=\"failed\" x=\"%d\" y=\"%d\">%s</text>%n",
          LABELS + 6,
          middle + 4,
          results.failure(entrant.name()).isPresent() ? "failed" : "not run");
      return;
    }
    Spread spread = measured.get();
    add(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\"/>%n",
        style(entrant.contender().kind()),
        LABELS,
        middle - BAR / 2,
        Math.max(1, x(spread.median(), end) - LABELS),
        BAR);
    int from = x(spread.least(), end);
    int to = x(spread.greatest(), end);
    add(
        "<path class=\"range\" fill=\"none\" d=\"M%d %dH%dM%d %dv8M%d %dv8\"/>%n",
        from, middle, to, from, middle - 4, to, middle - 4);
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" font-weight=\"600\">%s</text>%n",
        WIDTH - 16 - 148, middle + 4, figure.text(spread.median()));
    add(
        "<text class=\"quiet\" x=\"%d\" y=\"%d\" text-anchor=\"end\" font-size=\"12\">%s to %s</text>%n",
        WIDTH - 16, middle + 4, figure.text(spread.least()), figure.text(spread.greatest()));
  }

  /** 1, 2 or 5 times a power of ten, so that there are about {@value #TICKS} of them. */
  private static double step(double greatest) {
    if (greatest <= 0) {
      return 1;
    }
    double rough = greatest / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (int times : List.of(1, 2, 5)) {
      if (rough <= times * power) {
        return times * power;
      }
    }
    return 10 * power;
  }

  private static String tickText(double value, double step) {
    return String.format(Locale.ROOT, step < 0.1 ? "%,.2f" : step < 1 ? "%,.1f" : "%,.0f", value);
  }

  private static int x(double value, double end) {
    return LABELS + (int) Math.round(value / end * BAR_AREA);
  }

  private static String style(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
