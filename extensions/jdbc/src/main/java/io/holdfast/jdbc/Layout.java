package io.holdfast.jdbc;

import io.holdfast.ConfigurationException;
import io.holdfast.NotReplayableException;
import io.holdfast.jdbc.FoundTable.FoundColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The target as it is in the database: what rows are written with.
 *
 * @param insert the statement that takes one row, or replaces one
 * @param sizes of the columns, as the database says
 */
record Layout(String insert, List<Integer> sizes) {

  /**
   * Compares the target with what the database has, before anything is written.
   *
   * @param place the database, for messages
   * @param committed the last batch that the target has; 0 before the first
   * @throws ConfigurationException if a row could not be written as it is; says all that is wrong
   * @throws NotReplayableException if the target is gone with what was committed to it
   */
  static Layout of(
      Connection connection, Dialect dialect, Target<?> target, String place, long committed)
      throws SQLException {
    Names names = Names.of(connection);
    Optional<FoundTable> found = FoundTable.find(connection, dialect, target.table());
    if (found.isEmpty() && committed > 0) {
      throw gone(target, place, committed, ddl(names, dialect, target));
    }
    if (found.isEmpty() && target.create()) {
      connection.setAutoCommit(true);
      Tables.create(connection, dialect, target.table(), ddl(names, dialect, target));
      found = FoundTable.find(connection, dialect, target.table());
    }
    if (found.isEmpty()) {
      throw new ConfigurationException(
          "There is no table "
              + target.table()
              + " in "
              + place
              + " (looked for in "
              + searched(dialect.schemas(connection), target.table())
              + "). Create it: "
              + ddl(names, dialect, target)
              + " - or let the sink do it, with createTables() (--create on the command line).");
    }
    FoundTable table = found.get();
    requireFit(names, target, table, place);
    return new Layout(statement(names, dialect, target, table, place), sizes(names, target, table));
  }

  private static NotReplayableException gone(
      Target<?> target, String place, long committed, String ddl) {
    return new NotReplayableException(
        "There is no table "
            + target.table()
            + " in "
            + place
            + ", and batches up to "
            + committed
            + " were committed to this output: a new table would lack their rows. Bring the table"
            + " back, or name the one that has them; or, to go on without these rows, make it: "
            + ddl
            + ". Nothing was changed.");
  }

  private static String searched(List<String> schemas, TableName table) {
    if (table.schemaName().isPresent()) {
      return "schema " + table.schema();
    }
    return schemas.isEmpty() ? "all schemas" : "schema " + String.join(", ", schemas);
  }

  /** The statement that makes the table. */
  static String ddl(Names names, Dialect dialect, Target<?> target) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < target.columns().size(); i++) {
      Column<?> column = target.columns().get(i);
      boolean key = target.isKey(i);
      lines.add(
          names.made(column.name())
              + " "
              + dialect.type(column.type(), key)
              + (key ? " NOT NULL" : ""));
    }
    if (target.upserts()) {
      lines.add(
          "PRIMARY KEY ("
              + String.join(", ", target.keys().stream().map(names::made).toList())
              + ")");
    }
    return "CREATE TABLE " + names.made(target.table()) + " (" + String.join(", ", lines) + ")";
  }

  private static void requireFit(Names names, Target<?> target, FoundTable table, String place) {
    List<String> wrong = new ArrayList<>();
    Set<String> written = new HashSet<>();
    for (Column<?> column : target.columns()) {
      Optional<FoundColumn> found = table.column(names, column.name());
      if (found.isEmpty()) {
        wrong.add("it has no column " + column.name());
        continue;
      }
      written.add(found.get().name());
      if (found.get().computed()) {
        wrong.add("column " + column.name() + " is computed by the database");
      } else if (!column.type().fits(found.get().typeName())) {
        wrong.add(
            "column "
                + column.name()
                + " is "
                + found.get().typeName()
                + ", which does not take every "
                + column.type());
      }
    }
    table.columns().stream()
        .filter(column -> column.needsValue() && !written.contains(column.name()))
        .forEach(
            column ->
                wrong.add(
                    "column " + column.name() + " needs a value and the sink does not write it"));
    if (target.upserts()
        && wrong.isEmpty()
        && !table.uniqueKeys().contains(keys(names, target, table))) {
      wrong.add(
          "no primary key or unique constraint is on exactly ("
              + String.join(", ", target.keys())
              + "), the key to upsert by");
    }
    if (!wrong.isEmpty()) {
      throw new ConfigurationException(
          "Table "
              + target.table()
              + " in "
              + place
              + " does not fit the sink: "
              + String.join("; ", wrong)
              + ". It has the columns "
              + String.join(
                  ", ", table.columns().stream().map(c -> c.name() + " " + c.typeName()).toList())
              + ". Change the table or the columns of the sink; nothing was written.");
    }
  }

  private static Set<String> keys(Names names, Target<?> target, FoundTable table) {
    Set<String> keys = new HashSet<>();
    target.keys().forEach(key -> keys.add(table.column(names, key).orElseThrow().name()));
    return keys;
  }

  private static String statement(
      Names names, Dialect dialect, Target<?> target, FoundTable table, String place) {
    String quoted = table.quoted(names);
    List<String> columns =
        quoted(names, table, target.columns().stream().map(Column::name).toList());
    if (!target.upserts()) {
      return SqlText.insert(quoted, columns);
    }
    return dialect
        .upsert(quoted, columns, quoted(names, table, target.keys()))
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "Upserts are known for PostgreSQL and H2, and "
                        + place
                        + " is neither. Leave out upsertBy to insert rows, and keep the newest of"
                        + " each key in a view or a trigger."));
  }

  private static List<String> quoted(Names names, FoundTable table, List<String> columns) {
    return columns.stream()
        .map(column -> names.quoted(table.column(names, column).orElseThrow().name()))
        .toList();
  }

  private static List<Integer> sizes(Names names, Target<?> target, FoundTable table) {
    return target.columns().stream()
        .map(column -> table.column(names, column.name()).orElseThrow().size())
        .toList();
  }
}
