package io.holdfast.benchmarks.log;

import io.holdfast.benchmarks.log.ScanBenchmark.Reading;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The figures as tables for people. */
final class Report {
  private final StringBuilder text = new StringBuilder();

  private Report() {}

  static String of(Results results, Machine machine, String method) {
    Report report = new Report();
    report.line("%n%s", method);
    machine.facts().forEach((name, value) -> report.line("  %-12s %s", name, value));
    report.subjects();
    report.figures(results);
    report.goals(results, "goal", goals(results, false));
    report.goals(results, "for comparison", goals(results, true));
    return report.text.toString();
  }

  private static List<Goal> goals(Results results, boolean forComparison) {
    return Goal.all().stream()
        .filter(goal -> goal.measured(results) && goal.forComparison() == forComparison)
        .collect(Collectors.toList());
  }

  private void subjects() {
    line("");
    for (Engine engine : Engine.values()) {
      line("  %-16s %-10s  %s", engine.label(), engine.sync(), engine.what());
    }
    for (Reading reading : Reading.values()) {
      line("  %-16s %-10s  %s", reading.label(), "", reading.what());
    }
  }

  private void figures(Results results) {
    String scenario = "";
    line("%n%-22s %-18s %12s %25s", "", "", "median", "half of the turns");
    for (Cell cell : results.cells().stream().sorted(Cell.ORDER).toList()) {
      Spread spread = results.spread(cell);
      line(
          "%-22s %-18s %,12.0f %,12.0f ..%,11.0f %s",
          cell.scenario().equals(scenario) ? "" : cell.scenario(),
          cell.subject(),
          spread.median(),
          spread.lower(),
          spread.upper(),
          cell.unit());
      scenario = cell.scenario();
    }
  }

  private void goals(Results results, String title, List<Goal> goals) {
    if (goals.isEmpty()) {
      return;
    }
    line("%n%-52s %6s %17s  %s", "ratio, turn by turn", "median", "half of the turns", title);
    for (Goal goal : goals) {
      Spread ratio = goal.ratio(results);
      String verdict = goal.forComparison() ? "" : goal.met(results) ? "met" : "MISSED";
      line(
          "%-52s %6.2f %8.2f ..%6.2f  %s %s",
          goal.name(), ratio.median(), ratio.lower(), ratio.upper(), goal.aim(), verdict);
    }
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
