package io.holdfast.testkit.report;

import io.holdfast.testkit.report.PointOutcome.Outcome;
import io.holdfast.testkit.report.ReportFigures.Component;
import io.holdfast.testkit.report.ReportFigures.Counts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The golden run as a picture: a lane per component, a mark per durable step at its time. Steps of
 * one millisecond stand beside each other in their order; steps of a lane that would cover each
 * other share one mark, which shows the worst of their outcomes. So the picture has a bounded size
 * whatever the run has.
 */
final class HtmlTimeline {
  private static final int WIDTH = 1000;
  private static final int MARGIN = 24;
  private static final int TOP = 22;
  private static final int LANE = 40;
  private static final int AXIS = 30;
  private static final double MARK = 11;
  private static final double LETTER = 6.5;
  private static final double BETWEEN_SAME_LABELS = 80;
  private static final int HALF_CRASH_LABEL = 60;

  private final ReportFigures figures;
  private final List<Step> steps;
  private final Highlight highlight;
  private final Map<Long, Double> places = new HashMap<>();
  private final long firstMillis;
  private final long span;

  HtmlTimeline(ProofReport report, ReportFigures figures, Highlight highlight) {
    this.figures = figures;
    this.highlight = highlight;
    this.steps =
        report.steps().stream()
            .sorted(Comparator.comparingLong(Step::atMillis).thenComparingLong(Step::number))
            .toList();
    this.firstMillis = steps.isEmpty() ? 0 : steps.get(0).atMillis();
    long last = steps.isEmpty() ? 0 : steps.get(steps.size() - 1).atMillis();
    this.span = last - firstMillis + 1;
    place();
  }

  /** The legend, the names of the lanes and the picture. */
  void write(Markup out) {
    legend(out);
    Map<String, List<Step>> lanes = new LinkedHashMap<>();
    figures.components().stream()
        .filter(component -> component.steps() > 0)
        .map(Component::name)
        .forEach(name -> lanes.put(name, new ArrayList<>()));
    steps.forEach(step -> lanes.get(step.component()).add(step));
    int height = TOP + lanes.size() * LANE + AXIS;
    out.open("div", "class", "scroll", "tabindex", 0, "role", "region", "aria-label", "Timeline");
    out.open("div", "class", "timeline", "style", "height:" + height + "px");
    out.open("div", "class", "lanes", "aria-hidden", "true", "style", "padding-top:" + TOP + "px");
    lanes.keySet().forEach(name -> out.open("div", "title", name).leaf("span", name).close());
    out.close();
    out.open(
        "svg",
        "width",
        WIDTH,
        "height",
        height,
        "viewBox",
        "0 0 " + WIDTH + " " + height,
        "role",
        "img",
        "aria-label",
        "Timeline of the golden run. The table of all steps below says the same in text.");
    axis(out, height - AXIS);
    int y = TOP;
    for (List<Step> lane : lanes.values()) {
      lane(out, lane, y + LANE / 2 + 5);
      y += LANE;
    }
    crash(out, height - AXIS);
    out.close().close().close().newLine();
  }

  /** One mark of the legend or of a lane. */
  static void mark(Markup out, Outcome outcome, double x, double y, String title) {
    String shape =
        outcome == null
            ? "M-1-5h2v10h-2z"
            : switch (outcome) {
              case EXACT -> "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z";
              case WRONG -> "M-6-4L-4-6L0-2L4-6L6-4L2 0L6 4L4 6L0 2L-4 6L-6 4L-2 0z";
              case NOT_RECOVERED -> "M0-6.5L6.5 5H-6.5z";
              case NOT_REACHED -> "M-4-4h8v8h-8z";
            };
    String kind = outcome == null ? "untried" : outcome.name().toLowerCase(Locale.ROOT);
    out.open("path", "class", "m " + kind, "transform", at(x, y), "d", shape);
    if (!title.isEmpty()) {
      out.leaf("title", title);
    }
    out.close();
  }

  private static void legend(Markup out) {
    out.open("p", "class", "legend");
    for (Outcome outcome : Outcome.values()) {
      legend(out, outcome, ReportWords.of(outcome));
    }
    legend(out, null, "not tried");
    out.close().newLine();
  }

  private static void legend(Markup out, Outcome outcome, String words) {
    out.open("span");
    out.open("svg", "width", 16, "height", 16, "viewBox", "-8 -8 16 16", "aria-hidden", "true");
    mark(out, outcome, 0, 0, "");
    out.close().text(words).close().text(" ");
  }

  private void place() {
    int from = 0;
    while (from < steps.size()) {
      int to = from;
      while (to < steps.size() && steps.get(to).atMillis() == steps.get(from).atMillis()) {
        to++;
      }
      for (int i = from; i < to; i++) {
        double within = (i - from + 0.5) / (to - from);
        double millis = steps.get(i).atMillis() - firstMillis + within;
        places.put(steps.get(i).number(), x(millis));
      }
      from = to;
    }
  }

  private double x(double millisFromFirst) {
    return MARGIN + millisFromFirst / span * (WIDTH - 2.0 * MARGIN);
  }

  private void axis(Markup out, int y) {
    out.empty("path", "class", "axis", "d", "M" + MARGIN + " " + y + "H" + (WIDTH - MARGIN));
    long every = everyMillis(span);
    long first = Math.floorDiv(firstMillis + every - 1, every) * every;
    for (long millis = first; millis < firstMillis + span; millis += every) {
      double x = x((double) (millis - firstMillis));
      out.empty("path", "class", "grid", "d", "M" + number(x) + " " + TOP + "V" + (y + 5));
      out.leaf("text", millis + " ms", "class", "tick", "x", number(x), "y", y + 18);
    }
  }

  /** A round number of milliseconds, such that about ten ticks fit. */
  static long everyMillis(long span) {
    long unit = 1;
    while (true) {
      for (long step : new long[] {1, 2, 5}) {
        if (span / (unit * step) <= 10) {
          return unit * step;
        }
      }
      unit *= 10;
    }
  }

  private void lane(Markup out, List<Step> lane, int y) {
    out.empty("path", "class", "lane", "d", "M" + MARGIN + " " + y + "H" + (WIDTH - MARGIN));
    double labelEnd = 0;
    Map<String, Double> labelled = new HashMap<>();
    for (int from = 0, to; from < lane.size(); from = to) {
      double start = places.get(lane.get(from).number());
      to = from + 1;
      while (to < lane.size() && places.get(lane.get(to).number()) - start < MARK) {
        to++;
      }
      List<Step> shared = lane.subList(from, to);
      double x = (start + places.get(shared.get(shared.size() - 1).number())) / 2;
      Counts counts = new Counts();
      shared.forEach(step -> counts.add(figures.atStep(step.number())));
      if (shared.stream().anyMatch(step -> highlight.steps().contains(step.number()))) {
        out.empty("circle", "class", "ring", "cx", number(x), "cy", y, "r", 9);
      }
      mark(out, counts.worst(), x, y, title(shared, counts));
      String milestones = milestones(shared);
      double half = milestones.length() * LETTER / 2;
      boolean again =
          x - labelled.getOrDefault(milestones, -BETWEEN_SAME_LABELS) < BETWEEN_SAME_LABELS;
      if (!milestones.isEmpty() && x - half >= labelEnd && !again) {
        labelled.put(milestones, x);
        out.leaf("text", milestones, "class", "milestone", "x", number(x), "y", y - 11);
        labelEnd = x + half;
      }
    }
  }

  private static String milestones(List<Step> shared) {
    Set<String> names = new TreeSet<>();
    shared.stream().map(Step::milestone).filter(name -> !name.isEmpty()).forEach(names::add);
    return String.join(" ", names);
  }

  private static String title(List<Step> shared, Counts counts) {
    Step first = shared.get(0);
    if (shared.size() == 1) {
      String milestone = first.milestone().isEmpty() ? "" : " (" + first.milestone() + ")";
      return String.format(
          Locale.ROOT,
          "Step %d at %d ms: %s %s%s%n%s",
          first.number(),
          first.atMillis(),
          first.action(),
          first.path(),
          milestone,
          counts.words());
    }
    Step last = shared.get(shared.size() - 1);
    Map<String, Integer> actions = new TreeMap<>();
    shared.forEach(step -> actions.merge(step.action(), 1, Integer::sum));
    List<String> words = new ArrayList<>();
    actions.forEach((action, count) -> words.add(count + " " + action));
    String milestones = milestones(shared);
    return String.format(
        Locale.ROOT,
        "%d steps, %d to %d, at %d to %d ms: %s%s%n%s",
        shared.size(),
        first.number(),
        last.number(),
        first.atMillis(),
        last.atMillis(),
        String.join(", ", words),
        milestones.isEmpty() ? "" : " (" + milestones + ")",
        counts.words());
  }

  private void crash(Markup out, int bottom) {
    if (places.containsKey(highlight.crash())) {
      double x = places.get(highlight.crash());
      String path = "M" + number(x) + " " + TOP + "V" + bottom;
      out.empty("path", "class", "crash", "d", path);
      double label = Math.min(Math.max(x, HALF_CRASH_LABEL), WIDTH - HALF_CRASH_LABEL);
      String words = "crash at step " + highlight.crash();
      out.leaf("text", words, "class", "crash-label", "x", number(label), "y", 14);
    }
  }

  private static String at(double x, double y) {
    return "translate(" + number(x) + " " + number(y) + ")";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value).replace(".0", "");
  }

  /**
   * What of a counterexample is shown in the picture.
   *
   * @param crash number of the step of the crash; -1 if it is not known
   * @param steps numbers of all steps that its story names
   */
  record Highlight(long crash, Set<Long> steps) {}
}
