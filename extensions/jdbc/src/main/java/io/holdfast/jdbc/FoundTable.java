package io.holdfast.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table as the database describes it.
 *
 * @param schema null if the database has none
 * @param uniqueKeys the columns of each unique index that covers all rows
 */
record FoundTable(
    String schema, String name, List<FoundColumn> columns, List<Set<String>> uniqueKeys) {

  /**
   * A column.
   *
   * @param size most characters, for text
   * @param needsValue whether a row without a value for it is refused
   */
  record FoundColumn(
      String name,
      String typeName,
      int size,
      boolean nullable,
      boolean needsValue,
      boolean computed) {}

  /** Looks for a table in the schemas in which the database looks for it. */
  static Optional<FoundTable> find(Connection connection, Dialect dialect, TableName table)
      throws SQLException {
    Names names = Names.of(connection);
    for (String schema : schemas(connection, dialect, names, table)) {
      for (String name : names.meanings(table.table())) {
        List<FoundColumn> columns = columns(connection, names, schema, name);
        if (!columns.isEmpty()) {
          String found = schema.isEmpty() ? null : schema;
          return Optional.of(new FoundTable(found, name, columns, keys(connection, found, name)));
        }
      }
    }
    return Optional.empty();
  }

  /** Candidates; an empty one stands for any. */
  private static List<String> schemas(
      Connection connection, Dialect dialect, Names names, TableName table) throws SQLException {
    if (table.schemaName().isPresent()) {
      return names.meanings(table.schema());
    }
    List<String> schemas = dialect.schemas(connection);
    return schemas.isEmpty() ? List.of("") : schemas;
  }

  private static List<FoundColumn> columns(
      Connection connection, Names names, String schema, String table) throws SQLException {
    DatabaseMetaData database = connection.getMetaData();
    List<FoundColumn> columns = new ArrayList<>();
    String schemaPattern = schema.isEmpty() ? null : names.pattern(schema);
    try (ResultSet found =
        database.getColumns(connection.getCatalog(), schemaPattern, names.pattern(table), "%")) {
      while (found.next()) {
        boolean nullable = found.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls;
        boolean computed = "YES".equals(found.getString("IS_GENERATEDCOLUMN"));
        boolean filled =
            found.getString("COLUMN_DEF") != null
                || computed
                || "YES".equals(found.getString("IS_AUTOINCREMENT"));
        columns.add(
            new FoundColumn(
                found.getString("COLUMN_NAME"),
                found.getString("TYPE_NAME"),
                found.getInt("COLUMN_SIZE"),
                nullable,
                !nullable && !filled,
                computed));
      }
    }
    return columns;
  }

  private static List<Set<String>> keys(Connection connection, String schema, String table)
      throws SQLException {
    Map<String, Set<String>> indexes = new HashMap<>();
    Set<String> partial = new HashSet<>();
    try (ResultSet found =
        connection.getMetaData().getIndexInfo(connection.getCatalog(), schema, table, true, true)) {
      while (found.next()) {
        String index = found.getString("INDEX_NAME");
        if (index == null) {
          continue; // Statistics of the table.
        }
        indexes
            .computeIfAbsent(index, name -> new LinkedHashSet<>())
            .add(String.valueOf(found.getString("COLUMN_NAME")));
        if (found.getString("FILTER_CONDITION") != null) {
          partial.add(index);
        }
      }
    }
    indexes.keySet().removeAll(partial);
    return List.copyOf(indexes.values());
  }

  /** The column that a user's name means. */
  Optional<FoundColumn> column(Names names, String name) {
    for (String meaning : names.meanings(name)) {
      for (FoundColumn column : columns) {
        if (column.name().equals(meaning)) {
          return Optional.of(column);
        }
      }
    }
    return Optional.empty();
  }

  String quoted(Names names) {
    return schema == null ? names.quoted(name) : names.quoted(schema) + "." + names.quoted(name);
  }
}
