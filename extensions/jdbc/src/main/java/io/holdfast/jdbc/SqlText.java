package io.holdfast.jdbc;

import java.util.List;

/** Statements that all databases write alike. */
final class SqlText {
  private SqlText() {}

  static String insert(String table, List<String> columns) {
    return "INSERT INTO "
        + table
        + " ("
        + String.join(", ", columns)
        + ") VALUES ("
        + String.join(", ", columns.stream().map(column -> "?").toList())
        + ")";
  }
}
