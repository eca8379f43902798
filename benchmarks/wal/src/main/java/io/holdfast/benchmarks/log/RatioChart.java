package io.holdfast.benchmarks.log;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The ratios that have a goal as a bar chart: a bar to the median, a thin line between the
 * quartiles, a tick at the goal. Colours change with the reader's light or dark setting.
 */
final class RatioChart {
  private static final int WIDTH = 900;
  private static final int LABELS = 380;
  private static final int BAR_AREA = 380;
  private static final int ROW = 30;
  private static final int TOP = 56;
  private static final double STEP = 0.5;

  /** Beyond this only the number tells how long a bar is. */
  private static final double AXIS_ENDS = 2.5;

  private final StringBuilder svg = new StringBuilder();
  private final double greatest;
  private final double scale;

  private RatioChart(double greatest) {
    this.scale = BAR_AREA / greatest;
    this.greatest = greatest;
  }

  static String of(Results results) {
    List<Goal> goals =
        Goal.all().stream()
            .filter(goal -> !goal.forComparison() && goal.measured(results))
            .collect(Collectors.toList());
    double greatest =
        goals.stream().mapToDouble(goal -> goal.ratio(results).upper()).max().orElse(1);
    RatioChart chart =
        new RatioChart(Math.ceil(Math.min(Math.max(1, greatest), AXIS_ENDS) / STEP) * STEP);
    chart.draw(goals, results);
    return chart.svg.toString();
  }

  private void draw(List<Goal> goals, Results results) {
    int bottom = TOP + goals.size() * ROW;
    add(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" \
        font-family="system-ui, sans-serif" font-size="13" role="img" \
        aria-label="Ratios of Holdfast's log to its peers">
        <style>
          .page { fill: #ffffff } text { fill: #1f2328 } .quiet { fill: #59636e }
          .grid { stroke: #d1d9e0 } .met { fill: #2f7d4f } .missed { fill: #b35900 }
          .range, .goal { stroke: #1f2328 }
          @media (prefers-color-scheme: dark) {
            .page { fill: #0d1117 } text { fill: #e6edf3 } .quiet { fill: #9198a1 }
            .grid { stroke: #30363d } .met { fill: #3fa266 } .missed { fill: #d98324 }
            .range, .goal { stroke: #e6edf3 }
          }
        </style>
        <rect class="page" width="100%%" height="100%%"/>
        <text x="16" y="24" font-weight="600">Holdfast's log beside its peers, as ratios</text>
        <text class="quiet" x="16" y="42" font-size="12">bar: median; \
        line: half of the turns; tick: goal; orange: not reached</text>
        """,
        WIDTH, bottom + 34, WIDTH, bottom + 34);
    for (double at = 0; at <= greatest; at += STEP) {
      int x = x(at);
      add("<line class=\"grid\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n", x, TOP, x, bottom);
      add(
          "<text class=\"quiet\" x=\"%d\" y=\"%d\" font-size=\"12\" text-anchor=\"middle\">%.1f</text>%n",
          x, bottom + 18, at);
    }
    for (int i = 0; i < goals.size(); i++) {
      row(goals.get(i), results, TOP + i * ROW);
    }
    add("</svg>%n");
  }

  private void row(Goal goal, Results results, int top) {
    Spread ratio = goal.ratio(results);
    int middle = top + ROW / 2;
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
        LABELS - 12, middle + 4, goal.name());
    add(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"14\" rx=\"2\"/>%n",
        goal.met(results) ? "met" : "missed", LABELS, middle - 7, x(ratio.median()) - LABELS);
    add(
        "<line class=\"range\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n",
        x(ratio.lower()), middle, x(ratio.upper()), middle);
    add(
        "<line class=\"goal\" stroke-width=\"2\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n",
        x(goal.atLeast()), middle - 11, x(goal.atLeast()), middle + 11);
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" font-weight=\"600\">%.2f%s</text>%n",
        WIDTH - 16,
        middle + 4,
        ratio.median(),
        goal.of().read()
            ? String.format(Locale.ROOT, ", %.1f GB/s", results.spread(goal.of()).median() / 1000)
            : "");
  }

  private int x(double ratio) {
    return LABELS + (int) Math.round(Math.min(ratio, greatest) * scale);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
