package io.holdfast.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.benchmarks.compare.Contender.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private static final long COMPILED = 3_000_000;

  @Test
  void commandIsMadeOfContenderTableAndRunAndTheRunHasTheLastWord() {
    Entrant small = Samples.table().entrants().get(1);
    assertEquals(
        List.of(
            "java",
            "-Xmx4g",
            "-Xmx256m",
            "-cp",
            "a.jar",
            "a.Main",
            "--state",
            "list",
            "--batch-ms",
            "1000",
            "--lines",
            "20",
            "--dir",
            "here"),
        small.command("a.jar", "here"));
    assertEquals("256m", small.heap());
    assertEquals("1000 ms", small.interval());
    assertEquals("2", small.quick().options().get("--lines"));
  }

  @Test
  void everybodyIsBesideTheReferenceOnceWithAGoalOrWithout() {
    List<String> names = Samples.table().comparisons().stream().map(Goal::name).toList();
    assertEquals(
        List.of(
            "CPU us/line: theirs / ours",
            "CPU us/line: ours",
            "lines/s: small / ours",
            "lines/s: theirs / ours",
            "CPU us/line: small / ours"),
        names);
  }

  @Test
  void partOfATableHasTheGoalsThatAreAboutIt() {
    Table part = Samples.table().only(List.of("small", "ours"));
    assertEquals(List.of("ours", "small"), Samples.names(part));
    assertEquals(Set.of("mine"), part.modules());
    assertEquals(List.of(Samples.goal("cpu_us_per_line ours <= 4")), part.goals());
    assertEquals(List.of(), Samples.table().only(List.of("theirs")).comparisons());
  }

  @Test
  void mistakesAreNamedWithTheirLine() {
    assertEquals(
        "line 8: run 'nobody' is of no contender",
        error(Samples.TABLES.replaceFirst("run: ours", "run: nobody")));
    assertEquals(
        "line 16: goal 'cpu_us_per_line them / ours >= 2' names what is no run above it",
        error(Samples.TABLES.replace("theirs / ours", "them / ours")));
    assertEquals(
        "line 1: table 'count' has 'rate', which means nothing",
        error(Samples.TABLES.replace("reference:", "rate:")));
    assertEquals(
        "line 10: run 'small' has 'options' that are not --NAME VALUE",
        error(Samples.TABLES.replace("--lines 20 ", "--lines ")));
    assertEquals("line 3: expected KEY: VALUE", error(Samples.TABLES.replace("state: ", "state ")));
  }

  /** A measure that began with the first lines outstanding would count lines that came before. */
  @Test
  void inOurTablesTheWarmUpIsLongEnough() throws IOException {
    Catalog catalog = Catalog.load();
    assertEquals(
        List.of(
            "word-count-1s", "word-count-200ms", "latency", "memory", "windows", "cores", "cost"),
        List.copyOf(catalog.tables().keySet()));
    for (Table table : catalog.tables().values()) {
      for (Entrant entrant : table.entrants()) {
        String what = table.name() + ", " + entrant.name();
        long warmUp = number(entrant, "--warm-up", 0);
        assertTrue(number(entrant, "--lines", 0) > warmUp, what);
        if (number(entrant, "--rate", 0) == 0) {
          long outstanding = number(entrant, "--outstanding", Long.MAX_VALUE / 2);
          assertTrue(warmUp >= 2 * outstanding, what);
          assertTrue(entrant.contender().kind() == Kind.PEER || warmUp >= COMPILED, what);
        }
      }
    }
  }

  private static long number(Entrant entrant, String option, long otherwise) {
    String value = entrant.options().get(option);
    return value == null ? otherwise : Long.parseLong(value);
  }

  private static String error(String tables) {
    return assertThrows(
            IllegalArgumentException.class, () -> Catalog.parse(Samples.CONTENDERS, tables))
        .getMessage();
  }
}
