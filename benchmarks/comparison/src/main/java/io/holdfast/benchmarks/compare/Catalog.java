package io.holdfast.benchmarks.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All tables, as the texts beside this class have them.
 *
 * @param tables by name
 */
record Catalog(Map<String, Table> tables) {

  /** That of this project. */
  static Catalog load() throws IOException {
    return parse(resource("contenders.txt"), resource("tables.txt"));
  }

  /**
   * Reads both texts.
   *
   * @throws IllegalArgumentException if one is not understood, naming the line
   */
  static Catalog parse(String contenders, String tables) {
    Map<String, Contender> known = new LinkedHashMap<>();
    for (Block block : Block.parse(contenders)) {
      if (!block.kind().equals("contender") || known.containsKey(block.name())) {
        throw block.wrong("is no contender, or is there twice");
      }
      known.put(block.name(), Contender.of(block));
    }
    Map<String, Table> parsed = new LinkedHashMap<>();
    List<Block> open = new ArrayList<>();
    for (Block block : Block.parse(tables)) {
      if (block.kind().equals("table") && !open.isEmpty()) {
        add(parsed, open, known);
        open.clear();
      }
      open.add(block);
    }
    add(parsed, open, known);
    return new Catalog(parsed);
  }

  /**
   * A table by its name.
   *
   * @throws IllegalArgumentException if there is none
   */
  Table table(String name) {
    Table table = tables.get(name);
    if (table == null) {
      throw new IllegalArgumentException(
          "there is no table '" + name + "'. There are: " + String.join(", ", tables.keySet()));
    }
    return table;
  }

  /** The first block is the table's own, the others say who runs and what is aimed at. */
  private static void add(
      Map<String, Table> tables, List<Block> blocks, Map<String, Contender> contenders) {
    Block head = blocks.get(0);
    if (!head.kind().equals("table") || tables.containsKey(head.name())) {
      throw head.wrong("is no table, or is there twice");
    }
    head.only(Table.KEYS);
    List<Entrant> entrants = new ArrayList<>();
    List<Goal> goals = new ArrayList<>();
    for (Block block : blocks.subList(1, blocks.size())) {
      switch (block.kind()) {
        case "run" -> entrants.add(Entrant.of(block, contenders, head.options("options")));
        case "goal" -> goals.add(goal(block, entrants));
        default -> throw block.wrong("is neither a table, a run nor a goal");
      }
    }
    String reference = head.values().getOrDefault("reference", "");
    if (!reference.isEmpty() && !has(entrants, reference)) {
      throw head.wrong("has the reference '" + reference + "', which is none of its runs");
    }
    tables.put(
        head.name(),
        new Table(
            head.name(),
            head.get("title"),
            head.get("state"),
            head.words("show").stream().map(Figure::named).toList(),
            reference,
            Duration.ofSeconds(Long.parseLong(head.get("limit-seconds"))),
            List.copyOf(entrants),
            List.copyOf(goals)));
  }

  private static Goal goal(Block block, List<Entrant> entrants) {
    Goal goal = Goal.parse(block.name());
    if (!has(entrants, goal.of()) || (!goal.absolute() && !has(entrants, goal.to()))) {
      throw block.wrong("names what is no run above it");
    }
    return goal;
  }

  private static boolean has(List<Entrant> entrants, String name) {
    return entrants.stream().anyMatch(each -> each.name().equals(name));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(Catalog.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
