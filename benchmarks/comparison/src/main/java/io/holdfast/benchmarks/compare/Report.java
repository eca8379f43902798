package io.holdfast.benchmarks.compare;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A table for people. */
final class Report {
  private final StringBuilder text = new StringBuilder();
  private final Table table;
  private final Results results;

  /**
   * What it says beside the figures.
   *
   * @param method how they were taken
   * @param facts about the machine
   * @param versions of contenders, by the names of the table
   */
  record Setting(String method, Map<String, String> facts, Map<String, String> versions) {}

  private Report(Table table, Results results) {
    this.table = table;
    this.results = results;
  }

  static String of(Table table, Results results, Setting setting) {
    Report report = new Report(table, results);
    report.head(setting);
    report.figures();
    report.goals();
    return report.text.toString();
  }

  private void head(Setting setting) {
    line("%n%s: %s", table.name(), table.title());
    line("%s", setting.method());
    setting.facts().forEach((name, value) -> line("  %-12s %s", name, value));
    line("  %-12s %s", "state", table.state());
    line(
        "%n%-28s %-18s %-8s %-6s %-9s %s",
        "", "version", "sync", "heap", "interval", "durable when");
    for (Entrant entrant : table.entrants()) {
      line(
          "%-28s %-18s %-8s %-6s %-9s %s",
          entrant.name(),
          setting.versions().get(entrant.name()),
          entrant.contender().sync(),
          entrant.heap(),
          entrant.interval(),
          entrant.contender().durable());
    }
  }

  private void figures() {
    StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%n%-28s", "median (range)"));
    for (Figure figure : table.figures()) {
      head.append(String.format(Locale.ROOT, " %36s", figure.label()));
    }
    line("%s", head);
    for (Entrant entrant : table.entrants()) {
      Optional<String> failure = results.failure(entrant.name());
      if (failure.isPresent()) {
        line("%-28s FAILED %s", entrant.name(), failure.get());
        continue;
      }
      StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-28s", entrant.name()));
      for (Figure figure : table.figures()) {
        String cell =
            results.spread(entrant.name(), figure).map(s -> cell(figure, s)).orElse("not run");
        row.append(String.format(Locale.ROOT, " %36s", cell));
      }
      line("%s", row);
    }
  }

  private static String cell(Figure figure, Spread spread) {
    return String.format(
        Locale.ROOT,
        "%s (%s .. %s)",
        figure.text(spread.median()),
        figure.text(spread.least()),
        figure.text(spread.greatest()));
  }

  private void goals() {
    List<Goal> goals = table.comparisons();
    if (!goals.isEmpty()) {
      line("%n%-62s %8s %17s  %s", "round by round", "median", "range", "goal");
    }
    for (Goal goal : goals) {
      Optional<Spread> measured = results.spread(goal);
      if (measured.isPresent()) {
        Spread spread = measured.get();
        String verdict = goal.forComparison() ? "" : goal.reached(spread) ? "reached" : "MISSED";
        line(
            "%-62s %8.2f %8.2f ..%6.2f  %s %s",
            goal.name(),
            spread.median(),
            spread.least(),
            spread.greatest(),
            goal.aimText(),
            verdict);
      } else if (!goal.forComparison()) {
        line("%-62s %8s %17s  %s not measured", goal.name(), "-", "", goal.aimText());
      }
    }
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
