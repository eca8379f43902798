package io.holdfast.benchmarks.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was measured: by name, a value for each round. */
final class Figures {
  private static final String LINE = "figure ";

  private final Map<String, List<Double>> values = new LinkedHashMap<>();
  private final Map<String, List<Double>> ratios = new LinkedHashMap<>();
  private final Map<String, String> goals = new LinkedHashMap<>();

  /** Takes a line of a process, if it is a figure. */
  void take(String group, String line) {
    if (line.startsWith(LINE)) {
      String[] parts = line.substring(LINE.length()).split(" ", -1);
      values
          .computeIfAbsent(group + "." + parts[0], name -> new ArrayList<>())
          .add(Double.parseDouble(parts[1]));
    }
  }

  /** One figure by another one, round by round. */
  void ratio(String name, String figure, String by, String goal) {
    List<Double> above = values.getOrDefault(figure, List.of());
    List<Double> below = values.getOrDefault(by, List.of());
    List<Double> rounds = new ArrayList<>();
    for (int i = 0; i < Math.min(above.size(), below.size()); i++) {
      rounds.add(above.get(i) / below.get(i));
    }
    if (!rounds.isEmpty()) {
      ratios.put(name, rounds);
      goals.put(name, goal);
    }
  }

  /** For people: median, least and most. */
  String table() {
    StringBuilder text = new StringBuilder();
    values.forEach((name, rounds) -> text.append(row(name, rounds, "")));
    ratios.forEach(
        (name, rounds) -> text.append(row(name, rounds, goals.get(name) + ", round by round")));
    return text.toString();
  }

  private static String row(String name, List<Double> rounds, String remark) {
    List<Double> sorted = rounds.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%-70s %14.3f  (%.3f to %.3f) %s%n",
        name,
        sorted.get(sorted.size() / 2),
        sorted.get(0),
        sorted.get(sorted.size() - 1),
        remark);
  }

  /** For programs: all rounds. */
  String json(Map<String, String> host) {
    String facts =
        host.entrySet().stream()
            .map(fact -> "\"" + fact.getKey() + "\":\"" + fact.getValue() + "\"")
            .collect(Collectors.joining(","));
    return "{\"host\":{"
        + facts
        + "},\n\"figures\":"
        + rounds(values)
        + ",\n\"ratios\":"
        + rounds(ratios)
        + "}\n";
  }

  private static String rounds(Map<String, List<Double>> all) {
    return all.entrySet().stream()
        .map(each -> "\"" + each.getKey() + "\":" + each.getValue())
        .collect(Collectors.joining(",\n ", "{", "}"));
  }
}
