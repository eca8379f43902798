package io.holdfast.testkit.report;

import io.holdfast.testkit.report.HtmlTimeline.Highlight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A report as one page that needs nothing else: no script, no font, no picture from elsewhere. What
 * it draws it also says in text, and what it says by colour it also says by shape or word. Steps
 * that a counterexample's story calls {@code step 12} are highlighted.
 */
public final class HtmlReport {
  private static final String STYLE = "report.css";

  private final ProofReport report;
  private final ReportFigures figures;
  private final Highlight highlight;
  private final Markup out = new Markup();

  private HtmlReport(ProofReport report) {
    this.report = report;
    this.figures = new ReportFigures(report);
    this.highlight = StorySteps.of(report);
  }

  /** The report as an HTML document; to be written as UTF-8. */
  public static String of(ProofReport report) {
    return new HtmlReport(report).page();
  }

  private String page() {
    out.raw("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
    out.empty("meta", "charset", "utf-8");
    out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    out.empty("meta", "name", "color-scheme", "content", "light dark");
    out.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'");
    out.leaf("title", ReportWords.headline(report) + " - " + report.job());
    out.open("style").raw(style()).close().close().newLine();
    out.open("body").open("main").newLine();
    verdict();
    warnings();
    report.counterexample().ifPresent(this::counterexample);
    timeline();
    HtmlTables tables = new HtmlTables(out, report, figures);
    tables.coverage();
    tables.recovery();
    tables.guarantees();
    tables.notExact();
    tables.steps(highlight.steps());
    out.close().close().close().newLine();
    return out.toString();
  }

  private void verdict() {
    String kind = report.verdict().name().toLowerCase(Locale.ROOT);
    out.open("header", "class", "verdict " + kind);
    out.leaf("p", "holdfast prove " + report.job(), "class", "job");
    out.open("h1");
    String sign =
        switch (report.verdict()) {
          case EXACT -> "✓";
          case COUNTEREXAMPLE -> "✗";
          case INCONCLUSIVE -> "?";
        };
    out.leaf("span", sign, "class", "sign", "aria-hidden", "true");
    out.leaf("span", ReportWords.headline(report)).close();
    out.leaf("p", report.scope().sentence(), "class", "scope");
    out.open("dl", "class", "facts");
    fact("records", number(report.scope().records()));
    fact("batches", number(report.scope().batches()));
    fact("durable steps", number(report.scope().steps()));
    fact("crash points", number(report.scope().points()));
    fact("tried", number(report.scope().tried()));
    fact("states of the storage", number(report.scope().states()));
    fact("crashes in a row", number(report.scope().depth()));
    fact("mode", report.mode());
    fact("seed", Long.toString(report.seed()));
    fact("took", ReportWords.duration(report.tookMillis()));
    out.close().close().newLine();
  }

  private void fact(String name, String value) {
    out.open("div").leaf("dt", name).leaf("dd", value).close();
  }

  private void warnings() {
    if (!report.warnings().isEmpty()) {
      section("Warnings");
      list("ul", report.warnings());
      out.close().newLine();
    }
  }

  private void counterexample(Counterexample found) {
    section("Counterexample");
    out.leaf("p", found.what(), "class", "what");
    list("ol", found.story());
    out.open("p").text("The crash: ").leaf("code", found.point()).close();
    out.leaf("h3", "Repeat it");
    code(found.command(), "Command");
    if (!found.test().isEmpty()) {
      out.open("details").leaf("summary", "JUnit test that repeats it");
      code(found.test(), "Source of the test");
      out.close();
    }
    out.close().newLine();
  }

  private void code(String text, String label) {
    out.open("pre", "tabindex", 0, "role", "region", "aria-label", label);
    out.leaf("code", text).close();
  }

  private void timeline() {
    section("Golden run");
    if (report.steps().isEmpty()) {
      out.leaf("p", "The run has no durable steps.");
    } else {
      out.leaf(
          "p",
          "Every mark is a durable step, or several that are too close to be drawn apart; its form"
              + " is the worst that came of the crashes there. F1 to F8 are the milestones of the"
              + " flow. Point at a mark for details; the table of all steps at the end of the page"
              + " has them as text.",
          "class",
          "note");
      new HtmlTimeline(report, figures, highlight).write(out);
    }
    out.close().newLine();
  }

  private void section(String heading) {
    out.open("section").leaf("h2", heading).newLine();
  }

  private void list(String element, List<String> lines) {
    out.open(element);
    lines.forEach(line -> out.leaf("li", line));
    out.close();
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String style() {
    try (InputStream in = HtmlReport.class.getResourceAsStream(STYLE)) {
      if (in == null) {
        throw new IllegalStateException(STYLE + " is missing beside " + HtmlReport.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + STYLE + " beside " + HtmlReport.class, e);
    }
  }
}
