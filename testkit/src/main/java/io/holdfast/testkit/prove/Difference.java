package io.holdfast.testkit.prove;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Compares two sets of outputs as multisets of rows, and says in words what differs. */
final class Difference {
  private static final int SHOWN = 3;

  private Difference() {}

  /** What {@code found} has too much or too little; empty if they are equal. */
  static Optional<String> between(
      Map<String, List<String>> expected, Map<String, List<String>> found) {
    TreeSet<String> names = new TreeSet<>(expected.keySet());
    names.addAll(found.keySet());
    for (String name : names) {
      List<String> missing = new ArrayList<>();
      List<String> surplus = new ArrayList<>();
      Map<String, Integer> counts = new HashMap<>();
      expected.getOrDefault(name, List.of()).forEach(row -> counts.merge(row, 1, Integer::sum));
      for (String row : found.getOrDefault(name, List.of())) {
        if (counts.merge(row, -1, Integer::sum) < 0) {
          surplus.add(row);
        }
      }
      counts.forEach(
          (row, count) -> {
            if (count > 0) {
              missing.add(row);
            }
          });
      if (!missing.isEmpty() || !surplus.isEmpty()) {
        return Optional.of(
            name
                + said(" lacks ", missing)
                + (missing.isEmpty() || surplus.isEmpty() ? "" : " and")
                + said(" has in excess ", surplus));
      }
    }
    return Optional.empty();
  }

  private static String said(String how, List<String> rows) {
    if (rows.isEmpty()) {
      return "";
    }
    rows.sort(null);
    StringBuilder words = new StringBuilder(how).append(rows.size());
    words.append(rows.size() == 1 ? " row: " : " rows: ");
    rows.stream().limit(SHOWN).forEach(row -> words.append('\'').append(row).append("' "));
    return words.toString().stripTrailing() + (rows.size() > SHOWN ? " ..." : "");
  }
}
