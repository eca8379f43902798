package io.holdfast.testkit.report;

import io.holdfast.testkit.report.PointOutcome.Outcome;
import io.holdfast.testkit.report.ReportFigures.Component;
import io.holdfast.testkit.report.ReportFigures.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A report for the terminal, for lines of 100 columns: the verdict first and its scope with it.
 * Only commands and the source of a test may be longer, because they are copied.
 *
 * @param colour whether the verdict and what is not exact are coloured (ANSI)
 * @param testFile where the JUnit test of a counterexample was written; if empty, the test itself
 *     is printed
 */
public record TextReport(boolean colour, String testFile) {
  private static final int COLUMNS = 100;
  private static final int LABEL = 10;
  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String YELLOW = "33";

  /** The report as text, lines ended by {@code \n}. Throws nothing for what stands in it. */
  public String of(ProofReport report) {
    ReportFigures figures = new ReportFigures(report);
    StringBuilder out = new StringBuilder();
    verdict(out, report);
    crashPoints(out, figures);
    labelled(out, "Recovery", figures.recoveryMillis().recoveryWords());
    labelled(out, "Repeated", figures.repeatedRecords().amountWords("record", "records"));
    labelled(out, "Residue", figures.residueFiles().amountWords("file", "files"));
    guarantees(out, report.guarantees());
    warnings(out, report.warnings());
    report.counterexample().ifPresent(found -> counterexample(out, found));
    return out.toString();
  }

  private void verdict(StringBuilder out, ProofReport report) {
    String code =
        switch (report.verdict()) {
          case EXACT -> GREEN;
          case COUNTEREXAMPLE -> RED;
          case INCONCLUSIVE -> YELLOW;
        };
    out.append(painted(ReportWords.headline(report), code)).append('\n');
    wrapped(out, "  ", "  ", report.scope().sentence());
    String run =
        String.format(
            Locale.ROOT,
            "%s; %s, seed %d, took %s",
            report.job(),
            report.mode(),
            report.seed(),
            ReportWords.duration(report.tookMillis()));
    wrapped(out, "  ", "  ", run);
  }

  private void crashPoints(StringBuilder out, ReportFigures figures) {
    out.append("\nCrash points\n");
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("component", "steps", "tried", "exact", "wrong", "not recovered", "not reached"));
    long steps = 0;
    for (Component component : figures.components()) {
      rows.add(row(component.name(), component.steps(), component.counts()));
      steps += component.steps();
    }
    rows.add(row("all", steps, figures.total()));
    int name = Math.min(36, longest(rows, 0));
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("  ").append(pad(cut(clean(row.get(0)), name), name));
      for (int column = 1; column < row.size(); column++) {
        int width = longest(rows, column);
        String cell = " ".repeat(width - row.get(column).length()) + row.get(column);
        boolean bad = column > 3 && row != rows.get(0) && !row.get(column).equals("0");
        line.append("  ").append(bad ? painted(cell, RED) : cell);
      }
      out.append(line).append('\n');
    }
    out.append('\n');
  }

  private static List<String> row(String name, long steps, Counts counts) {
    return Stream.concat(
            Stream.of(name),
            Stream.of(
                    steps,
                    counts.tried(),
                    counts.of(Outcome.EXACT),
                    counts.of(Outcome.WRONG),
                    counts.of(Outcome.NOT_RECOVERED),
                    counts.of(Outcome.NOT_REACHED))
                .map(number -> String.format(Locale.ROOT, "%,d", number)))
        .toList();
  }

  private static void labelled(StringBuilder out, String label, String text) {
    wrapped(out, pad(label, LABEL), " ".repeat(LABEL), text);
  }

  private void guarantees(StringBuilder out, List<GuaranteeRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    out.append("\nGuarantees\n");
    for (GuaranteeRow row : rows) {
      boolean same = row.observed().equals(row.claimed());
      String line = row.kind() + " " + row.name() + ": claims " + row.claimed() + "; observed: ";
      wrapped(out, same ? "  " : "! ", "    ", line + row.observed());
      wrapped(out, "    ", "    ", "because " + row.reason());
    }
  }

  private void warnings(StringBuilder out, List<String> warnings) {
    if (warnings.isEmpty()) {
      return;
    }
    out.append('\n').append(painted("Warnings", YELLOW)).append('\n');
    warnings.forEach(warning -> wrapped(out, "  - ", "    ", warning));
  }

  private void counterexample(StringBuilder out, Counterexample found) {
    out.append('\n').append(painted("Counterexample", RED)).append('\n');
    wrapped(out, "  ", "  ", found.what());
    wrapped(out, "  ", "  ", "at " + found.point());
    int number = 0;
    for (String line : found.story()) {
      wrapped(out, String.format(Locale.ROOT, "  %2d. ", ++number), "      ", line);
    }
    out.append("\n  Repeat it:\n    ").append(clean(found.command())).append('\n');
    if (found.test().isEmpty()) {
      return;
    }
    if (testFile.isEmpty()) {
      out.append("\n  As a JUnit test:\n");
      found.test().lines().forEach(line -> out.append("    ").append(clean(line)).append('\n'));
    } else {
      out.append("\n  As a JUnit test:\n    ").append(clean(testFile)).append('\n');
    }
  }

  private static void wrapped(StringBuilder out, String first, String next, String text) {
    String indent = first;
    for (String line : text.split("\n", -1)) {
      wrappedLine(out, indent, next, line);
      indent = next;
    }
  }

  /**
   * Breaks at blanks; a word that is longer than a line is left whole, so that it can be copied.
   */
  private static void wrappedLine(StringBuilder out, String first, String next, String text) {
    StringBuilder line = new StringBuilder(first);
    int words = 0;
    for (String word : clean(text).split(" ", -1)) {
      if (words > 0 && line.length() + 1 + word.length() > COLUMNS) {
        out.append(line).append('\n');
        line = new StringBuilder(next);
        words = 0;
      }
      line.append(words++ > 0 ? " " : "").append(word);
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private static int longest(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }

  private static String clean(String text) {
    return ReportWords.visible(text, ReportWords::onTerminal);
  }

  private String painted(String text, String code) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
