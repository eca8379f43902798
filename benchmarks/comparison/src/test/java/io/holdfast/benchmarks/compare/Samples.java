package io.holdfast.benchmarks.compare;

import io.holdfast.benchmarks.compare.Outcome.Measured;
import java.util.List;
import java.util.Map;

/** Tables and results that tests share. */
final class Samples {
  static final String CONTENDERS =
      """
      contender: ours
        kind: holdfast
        module: mine
        main: a.Main
        java: -Xmx4g
        options: --state map
        version-of: engine
        sync: on
        durable: always
      contender: theirs
        kind: peer
        module: other
        main: b.Main
        sync: off
        durable: never
      """;

  static final String TABLES =
      """
      table: count
        title: Counting, 1 < 2
        state: 10 words
        options: --batch-ms 1000
        show: lines_per_second cpu_us_per_line
        reference: ours
        limit-seconds: 5
      run: ours
        options: --lines 1000
      run: small
        of: ours
        java: -Xmx256m
        options: --lines 20 --state list
      run: theirs
        options: --lines 100
      goal: cpu_us_per_line theirs / ours >= 2
      goal: cpu_us_per_line ours <= 4
      """;

  private Samples() {}

  static Table table() {
    return Catalog.parse(CONTENDERS, TABLES).table("count");
  }

  static Measured measured(double linesPerSecond, double cpu) {
    return new Measured(
        new Sample(Map.of("lines_per_second", linesPerSecond, "cpu_us_per_line", cpu)));
  }

  static Goal goal(String text) {
    return Goal.parse(text);
  }

  static List<String> names(Table table) {
    return table.entrants().stream().map(Entrant::name).toList();
  }
}
