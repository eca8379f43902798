package io.holdfast.benchmarks.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param rounds how often each contender runs
 * @param only names of those that run; empty for all
 * @param out file for the results as JSON, if any
 * @param chart file for a picture, if any
 * @param quick whether to run a tenth of the lines
 */
record Arguments(
    String table,
    int rounds,
    List<String> only,
    Optional<Path> out,
    Optional<Path> chart,
    boolean quick) {
  private static final int ROUNDS = 5;
  private static final int MOST_ROUNDS = 100;

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if something is unknown, missing or not usable
   */
  static Arguments parse(List<String> words) {
    List<String> tables = new ArrayList<>();
    Optional<Integer> rounds = Optional.empty();
    List<String> only = List.of();
    Optional<Path> out = Optional.empty();
    Optional<Path> chart = Optional.empty();
    boolean quick = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      switch (word) {
        case "--quick" -> quick = true;
        case "--runs" -> rounds = Optional.of(rounds(value(words, ++i)));
        case "--only" -> only = names(value(words, ++i));
        case "--out" -> out = Optional.of(file(word, value(words, ++i)));
        case "--chart" -> chart = Optional.of(file(word, value(words, ++i)));
        default -> {
          if (word.startsWith("-")) {
            throw new IllegalArgumentException("unknown option '" + word + "'; see --help");
          }
          tables.add(word);
        }
      }
    }
    if (tables.size() != 1) {
      throw new IllegalArgumentException(
          tables.isEmpty()
              ? "which table? See --help"
              : "one table at a time, not " + String.join(" and ", tables));
    }
    return new Arguments(tables.get(0), rounds.orElse(quick ? 1 : ROUNDS), only, out, chart, quick);
  }

  /** The table that is asked for. */
  Table table(Catalog catalog) {
    Table whole = catalog.table(table);
    Table asked = only.isEmpty() ? whole : whole.only(only);
    return quick ? asked.quick() : asked;
  }

  private static String value(List<String> words, int at) {
    if (at == words.size()) {
      throw new IllegalArgumentException(words.get(at - 1) + " needs a value; see --help");
    }
    return words.get(at);
  }

  private static int rounds(String text) {
    int rounds = text.matches("\\d{1,3}") ? Integer.parseInt(text) : 0;
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new IllegalArgumentException(
          "--runs must be a whole number from 1 to " + MOST_ROUNDS + ", not '" + text + "'");
    }
    return rounds;
  }

  private static List<String> names(String text) {
    List<String> names =
        Arrays.stream(text.split(",")).map(String::trim).filter(name -> !name.isEmpty()).toList();
    if (names.isEmpty()) {
      throw new IllegalArgumentException("--only needs at least one name");
    }
    return names;
  }

  /** Its directory must be there, so that no run is for nothing. */
  private static Path file(String option, String text) {
    Path file = Path.of(text).toAbsolutePath().normalize();
    if (text.isEmpty() || Files.isDirectory(file) || !Files.isDirectory(file.getParent())) {
      throw new IllegalArgumentException(
          option + " '" + text + "': no such directory, or it is one");
    }
    return file;
  }
}
