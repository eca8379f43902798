package io.holdfast.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  @TempDir Path directory;

  @Test
  void allOfThem() {
    Path out = directory.resolve("out.json");
    Arguments arguments =
        Arguments.parse(
            List.of("--runs", "7", "count", "--only", "ours, theirs", "--out", out.toString()));
    assertEquals(
        new Arguments(
            "count", 7, List.of("ours", "theirs"), Optional.of(out), Optional.empty(), false),
        arguments);
    Table table = arguments.table(Catalog.parse(Samples.CONTENDERS, Samples.TABLES));
    assertEquals(List.of("ours", "theirs"), Samples.names(table));
  }

  @Test
  void quickIsOneRoundOfATenthUnlessMoreAreAskedFor() {
    Arguments quick = Arguments.parse(List.of("count", "--quick"));
    assertEquals(1, quick.rounds());
    Table table = quick.table(Catalog.parse(Samples.CONTENDERS, Samples.TABLES));
    assertEquals("100", table.entrants().get(0).options().get("--lines"));
    assertEquals(3, Arguments.parse(List.of("count", "--quick", "--runs", "3")).rounds());
    assertEquals(5, Arguments.parse(List.of("count")).rounds());
  }

  @ParameterizedTest
  @CsvSource({
    "'', which table?",
    "a b, 'one table at a time, not a and b'",
    "a --fast, unknown option '--fast'",
    "a --runs, --runs needs a value",
    "a --runs 0, 'a whole number from 1 to 100, not ''0'''",
    "a --runs 101, 'a whole number from 1 to 100, not ''101'''",
    "a --runs many, 'a whole number from 1 to 100, not ''many'''",
    "'a --only ,', --only needs at least one name",
    "a --out /no/such/directory/file, no such directory",
    "a --chart /, no such directory",
  })
  void wrongOnesAreRefused(String words, String said) {
    List<String> line = words.isEmpty() ? List.of() : List.of(words.split(" "));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Arguments.parse(line)).getMessage();
    assertTrue(message.contains(said), message);
  }

  @Test
  void unknownTableAndUnknownNameSayWhatThereIs() {
    Catalog catalog = Catalog.parse(Samples.CONTENDERS, Samples.TABLES);
    assertEquals(
        "there is no table 'counts'. There are: count",
        assertThrows(
                IllegalArgumentException.class,
                () -> Arguments.parse(List.of("counts")).table(catalog))
            .getMessage());
    assertEquals(
        "table count has no 'our'. It has: ours, small, theirs",
        assertThrows(
                IllegalArgumentException.class,
                () -> Arguments.parse(List.of("count", "--only", "our")).table(catalog))
            .getMessage());
  }
}
