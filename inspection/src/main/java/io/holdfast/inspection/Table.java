package io.holdfast.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rows for people in aligned columns, each as wide as its widest cell, and the same rows for
 * programs. Numbers stand to the right, everything else to the left. Keeps all rows: not for what
 * has no end.
 */
public final class Table {
  private static final String GAP = "  ";

  private final String indent;
  private final List<String> headings;
  private final List<Row> rows = new ArrayList<>();

  private record Row(Content content, List<String> cells) {}

  private Table(String indent, List<String> headings) {
    this.indent = indent;
    this.headings = headings;
  }

  /**
   * A table.
   *
   * @param indent in front of every line
   * @param headings of the columns; one that begins with {@code >} is of numbers
   */
  public static Table of(String indent, String... headings) {
    return new Table(indent, List.of(headings));
  }

  /**
   * Adds a row.
   *
   * @param content type and fields, for programs; its words are replaced by the row
   * @param cells as many as there are headings
   */
  public Table row(Content content, Object... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(cells.length + " cells for columns " + headings);
    }
    rows.add(new Row(content, List.of(cells).stream().map(String::valueOf).toList()));
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Hands out the headings and all rows in order; nothing if there is no row. */
  public void forEach(Consumer<Content> out) {
    if (rows.isEmpty()) {
      return;
    }
    int[] widths = widths();
    List<String> titles = headings.stream().map(Table::title).toList();
    out.accept(Content.words(line(titles, widths)));
    for (Row row : rows) {
      Content content = row.content;
      out.accept(new Content(content.type(), line(row.cells, widths), content.fields()));
    }
  }

  private int[] widths() {
    int[] widths = headings.stream().mapToInt(heading -> length(title(heading))).toArray();
    for (Row row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], length(row.cells.get(i)));
      }
    }
    return widths;
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder(indent);
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - length(cells.get(i)));
      boolean number = headings.get(i).startsWith(">");
      line.append(i == 0 ? "" : GAP)
          .append(number ? padding : "")
          .append(cells.get(i))
          .append(number ? "" : padding);
    }
    return line.toString().stripTrailing();
  }

  private static String title(String heading) {
    return heading.startsWith(">") ? heading.substring(1) : heading;
  }

  /** In characters as they are seen, as far as one code point is one of them. */
  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
