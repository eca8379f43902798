package io.holdfast.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** How a database writes names. */
record Names(String quote, String escape, Case unquoted) {

  /** What becomes of a name without quotes. */
  enum Case {
    UPPER,
    LOWER,
    KEPT
  }

  static Names of(Connection connection) throws SQLException {
    DatabaseMetaData database = connection.getMetaData();
    Case unquoted = Case.KEPT;
    if (database.storesUpperCaseIdentifiers()) {
      unquoted = Case.UPPER;
    } else if (database.storesLowerCaseIdentifiers()) {
      unquoted = Case.LOWER;
    }
    return new Names(
        database.getIdentifierQuoteString().strip(), database.getSearchStringEscape(), unquoted);
  }

  /** As the database writes a name without quotes. */
  String folded(String name) {
    return switch (unquoted) {
      case UPPER -> name.toUpperCase(Locale.ROOT);
      case LOWER -> name.toLowerCase(Locale.ROOT);
      case KEPT -> name;
    };
  }

  /** What a name of the user may be called in the database, the nearest first. */
  List<String> meanings(String name) {
    String folded = folded(name);
    return folded.equals(name) ? List.of(name) : List.of(name, folded);
  }

  String quoted(String name) {
    return quote + name + quote;
  }

  /** A name that is to be made. */
  String made(String name) {
    return quoted(folded(name));
  }

  /** The same for a table. */
  String made(TableName table) {
    return table.schemaName().map(schema -> made(schema) + ".").orElse("") + made(table.table());
  }

  /** For look-ups that take patterns. */
  String pattern(String name) {
    return name.replace(escape, escape + escape)
        .replace("_", escape + "_")
        .replace("%", escape + "%");
  }
}
