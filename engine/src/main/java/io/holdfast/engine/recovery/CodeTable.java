package io.holdfast.engine.recovery;

import io.holdfast.engine.recovery.CodeCheck.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the message of a start says of a {@link CodeCheck}. */
final class CodeTable {
  private CodeTable() {}

  /** The rows in aligned columns, without classes that are as they were, and the notes below. */
  static String of(List<Row> rows, List<String> notes) {
    List<String> lines = new ArrayList<>();
    List<Row> shown = rows.stream().filter(row -> !row.unchangedClass()).toList();
    int longest = shown.stream().mapToInt(row -> row.name().length()).max().orElse(0);
    String format = "  %-11s %-" + Math.max(16, longest) + "s %-18s %-18s %s";
    lines.add(String.format(Locale.ROOT, format, "", "name", "was", "is now", "verdict"));
    for (Row row : shown) {
      lines.add(
          String.format(
              Locale.ROOT,
              format,
              CodeCheck.word(row.thing()),
              row.name(),
              row.before(),
              row.now(),
              row.verdict().name().toLowerCase(Locale.ROOT)));
    }
    notes.forEach(note -> lines.add("  * " + note));
    return String.join("\n", lines);
  }
}
