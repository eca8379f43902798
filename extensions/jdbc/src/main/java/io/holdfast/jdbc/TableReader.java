package io.holdfast.jdbc;

import io.holdfast.ConfigurationException;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.stream.BatchTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads a target back as text. */
final class TableReader {
  private TableReader() {}

  /**
   * All rows, sorted by their text.
   *
   * @throws ConfigurationException if they cannot be read
   */
  static List<CommittedRow> rows(Database database, Target<?> target) {
    List<CommittedRow> rows = new ArrayList<>();
    try (Connection connection = database.source().getConnection();
        Statement statement = connection.createStatement()) {
      Names names = Names.of(connection);
      FoundTable table =
          FoundTable.find(connection, database.dialect(), target.table())
              .orElseThrow(
                  () ->
                      new ConfigurationException(
                          "There is no table " + target.table() + " in " + database.place() + "."));
      List<String> columns =
          target.columns().stream()
              .map(column -> names.quoted(table.column(names, column.name()).orElseThrow().name()))
              .toList();
      try (ResultSet found =
          statement.executeQuery(
              "SELECT " + String.join(", ", columns) + " FROM " + table.quoted(names))) {
        while (found.next()) {
          rows.add(new CommittedRow(BatchTime.NONE, text(target, found)));
        }
      }
    } catch (SQLException e) {
      throw new ConfigurationException(
          "Table "
              + target.table()
              + " in "
              + database.place()
              + " cannot be read: "
              + SqlTrouble.words(e)
              + ".",
          e);
    }
    rows.sort((a, b) -> a.row().compareTo(b.row()));
    return rows;
  }

  private static String text(Target<?> target, ResultSet row) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < target.columns().size(); i++) {
      Column<?> column = target.columns().get(i);
      byte[] bytes = column.type() == ColumnType.BYTES ? row.getBytes(i + 1) : null;
      String text = bytes == null ? row.getString(i + 1) : HexFormat.of().formatHex(bytes);
      values.add(column.name() + "=" + text);
    }
    return String.join(", ", values);
  }
}
