package io.holdfast.testkit.report;

import io.holdfast.testkit.report.PointOutcome.Outcome;
import io.holdfast.testkit.report.ReportFigures.Component;
import io.holdfast.testkit.report.ReportFigures.Counts;
import io.holdfast.testkit.report.ReportFigures.Distribution;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The parts of the page that count and list. */
final class HtmlTables {
  private static final int MAX_POINTS = 300;
  private static final int MAX_STEPS = 5_000;

  /** What is not exact, the worst first. */
  private static final List<Outcome> BAD =
      List.of(Outcome.WRONG, Outcome.NOT_RECOVERED, Outcome.NOT_REACHED);

  private final Markup out;
  private final ProofReport report;
  private final ReportFigures figures;
  private String heading = "";

  HtmlTables(Markup out, ProofReport report, ReportFigures figures) {
    this.out = out;
    this.report = report;
    this.figures = figures;
  }

  void coverage() {
    section("Crash points by component");
    table("component", "#steps", "#tried", "#exact", "#wrong", "#not recovered", "#not reached");
    long steps = 0;
    for (Component component : figures.components()) {
      counts(component.name(), component.steps(), component.counts());
      steps += component.steps();
    }
    out.close().open("tfoot");
    counts("all", steps, figures.total());
    out.close().close().close().close().newLine();
  }

  private void counts(String name, long steps, Counts counts) {
    out.open("tr").leaf("th", name, "scope", "row");
    number(steps, "");
    number(counts.tried(), "");
    number(counts.of(Outcome.EXACT), "");
    for (Outcome outcome : BAD) {
      number(counts.of(outcome), kind(outcome));
    }
    out.close().newLine();
  }

  /** {@code kind}: the style of a number that is not 0. */
  private void number(long value, String kind) {
    String style = value > 0 ? ("number " + kind).strip() : "number";
    out.leaf("td", HtmlReport.number(value), "class", style);
  }

  private static String kind(Outcome outcome) {
    return outcome == Outcome.NOT_REACHED ? "missing" : "bad";
  }

  void recovery() {
    section("Recovery");
    Distribution times = figures.recoveryMillis();
    out.open("dl", "class", "lines");
    line("From start to the first batch", times.recoveryWords());
    line("Records repeated", figures.repeatedRecords().amountWords("record", "records"));
    line("Files left over", figures.residueFiles().amountWords("file", "files"));
    out.close();
    if (times.count() > 0) {
      HtmlHistogram.write(out, times);
    }
    out.close().newLine();
  }

  private void line(String name, String value) {
    out.open("div").leaf("dt", name).leaf("dd", value).close();
  }

  void guarantees() {
    if (report.guarantees().isEmpty()) {
      return;
    }
    section("Guarantees");
    table("", "name", "claimed", "observed", "reason");
    for (GuaranteeRow row : report.guarantees()) {
      boolean same = row.observed().equals(row.claimed());
      out.open("tr").leaf("td", row.kind()).leaf("th", row.name(), "scope", "row");
      out.leaf("td", row.claimed());
      out.leaf("td", same ? row.observed() : "≠ " + row.observed(), "class", same ? "" : "bad");
      out.leaf("td", row.reason()).close().newLine();
    }
    out.close().close().close().close().newLine();
  }

  /** The crashes that were not exact, one by one, the worst first. */
  void notExact() {
    List<PointOutcome> bad =
        report.points().stream()
            .filter(point -> point.outcome() != Outcome.EXACT)
            .sorted(Comparator.comparing(point -> BAD.indexOf(point.outcome())))
            .toList();
    if (bad.isEmpty()) {
      return;
    }
    section("Crashes that were not exact");
    table("outcome", "crash", "what is wrong");
    for (PointOutcome point : bad.subList(0, Math.min(MAX_POINTS, bad.size()))) {
      String words = ReportWords.of(point.outcome());
      out.open("tr").leaf("th", words, "scope", "row", "class", kind(point.outcome()));
      out.leaf("td", ReportWords.point(point, figures.stepOf(point)), "class", "path");
      out.leaf("td", point.detail()).close().newLine();
    }
    out.close().close().close();
    rest(bad.size(), MAX_POINTS, "crashes");
    out.close().newLine();
  }

  /** The text alternative of the timeline. */
  void steps(Set<Long> highlighted) {
    if (report.steps().isEmpty()) {
      return;
    }
    section("All steps of the golden run");
    out.open("details");
    out.leaf("summary", ReportWords.count(report.steps().size(), "durable step", "durable steps"));
    table("#step", "#at ms", "component", "action", "path", "milestone", "crashes there");
    for (Step step : report.steps().subList(0, Math.min(MAX_STEPS, report.steps().size()))) {
      if (highlighted.contains(step.number())) {
        out.open("tr", "class", "story");
      } else {
        out.open("tr");
      }
      out.leaf("th", Long.toString(step.number()), "scope", "row", "class", "number");
      out.leaf("td", Long.toString(step.atMillis()), "class", "number");
      out.leaf("td", step.component()).leaf("td", step.action());
      out.leaf("td", step.path(), "class", "path").leaf("td", step.milestone());
      out.leaf("td", figures.atStep(step.number()).words()).close().newLine();
    }
    out.close().close().close();
    rest(report.steps().size(), MAX_STEPS, "steps");
    out.close().close().newLine();
  }

  private void rest(int count, int shown, String what) {
    if (count > shown) {
      String text =
          String.format(
              Locale.ROOT,
              "The first %,d of %,d %s; the report as JSON has all of them.",
              shown,
              count,
              what);
      out.leaf("p", text, "class", "note");
    }
  }

  private void section(String title) {
    heading = title;
    out.open("section").leaf("h2", title).newLine();
  }

  /** Opens a scrolled table with its body; headings of numbers begin with {@code #}. */
  private void table(String... headings) {
    out.open("div", "class", "scroll", "tabindex", 0, "role", "region", "aria-label", heading);
    out.open("table").open("thead").open("tr");
    for (String column : headings) {
      boolean number = column.startsWith("#");
      String text = number ? column.substring(1) : column;
      out.leaf("th", text, "scope", "col", "class", number ? "number" : "");
    }
    out.close().close().newLine().open("tbody");
  }
}
