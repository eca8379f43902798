package io.holdfast.engine.graph;

import io.holdfast.DriftException;
import io.holdfast.engine.graph.GraphOutline.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares the names that own durable data with those that the code defines now. */
public final class NameCheck {
  private static final Set<String> INPUTS =
      Set.of(InputFeed.Received.OPERATOR, InputFeed.Direct.OPERATOR);

  private NameCheck() {}

  /** One row of the table that is shown: what a name was, what it is, and what that means. */
  public record Row(String name, String before, String now, String verdict) {}

  /**
   * Compares two outlines.
   *
   * @param droppable names whose durable data the user has allowed to be left behind
   * @return a row for every name
   * @throws DriftException with the table, if a name is gone or changed in kind and may not be
   *     dropped
   */
  public static List<Row> compare(GraphOutline before, GraphOutline now, Set<String> droppable) {
    Map<String, String> old = kinds(before);
    Map<String, String> current = kinds(now);
    Set<String> names = new TreeSet<>(old.keySet());
    names.addAll(current.keySet());
    List<Row> rows = new ArrayList<>();
    boolean refused = false;
    for (String key : names) {
      String was = old.getOrDefault(key, "-");
      String is = current.getOrDefault(key, "-");
      String name = key.substring(key.indexOf(' ') + 1);
      String verdict =
          was.equals(is)
              ? "kept"
              : was.equals("-") ? "new" : is.equals("-") ? "missing" : "changed";
      boolean lost = verdict.equals("missing") || verdict.equals("changed");
      if (lost && droppable.contains(name)) {
        verdict = "dropped";
      } else if (lost) {
        refused = true;
      }
      rows.add(new Row(name, was, is, verdict));
    }
    if (refused) {
      throw new DriftException(
          "The code does not define what the durable data belongs to. Nothing was started or changed.\n"
              + table(rows)
              + "\nDefine the missing names again, or allow their data to be left behind with"
              + " StreamingConfig.allowDropping(name).");
    }
    return rows;
  }

  /** The rows as an aligned table. */
  public static String table(List<Row> rows) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                java.util.Locale.ROOT,
                "  %-20s %-18s %-18s %s",
                "name",
                "was",
                "is now",
                "verdict"));
    for (Row row : rows) {
      text.append(
          String.format(
              java.util.Locale.ROOT,
              "%n  %-20s %-18s %-18s %s",
              row.name,
              row.before,
              row.now,
              row.verdict));
    }
    return text.toString();
  }

  /** What only prints leaves nothing behind, and may come and go. */
  private static boolean ownsData(Line line) {
    return line.named() && !line.kind().equals("print");
  }

  private static Map<String, String> kinds(GraphOutline outline) {
    Map<String, String> kinds = new LinkedHashMap<>();
    outline.lines().stream()
        .filter(NameCheck::ownsData)
        .forEach(line -> kinds.put(space(line) + " " + line.name(), line.kind()));
    return kinds;
  }

  private static String space(Line line) {
    return line.id() == 0 ? "output" : INPUTS.contains(line.kind()) ? "input" : "state";
  }
}
