package io.holdfast.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes rows in the caller's transaction. */
record RowWriter(Target<?> target, Layout layout) {
  /** Rows that are sent together. */
  static final int TOGETHER = 1000;

  private static final int LONGEST_VALUE = 80;

  /** A row of a part. */
  record Place(JdbcPart part, int row) {}

  /**
   * Writes all rows.
   *
   * @param together rows that are sent together
   */
  void write(Connection connection, Rows rows, int together) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(layout.insert())) {
      int[] waiting = new int[1];
      rows.forEach(
          (part, row) -> {
            part.bind(statement, row);
            statement.addBatch();
            if (++waiting[0] == together) {
              statement.executeBatch();
              waiting[0] = 0;
            }
          });
      if (waiting[0] > 0) {
        statement.executeBatch();
      }
    }
  }

  /**
   * Looks for the row that the database refuses, by writing again. The caller rolls back.
   *
   * @return describes it; empty if all rows are taken now, or only refused together
   */
  Optional<String> refused(Connection connection, Rows rows) throws SQLException {
    List<Place> together = new ArrayList<>();
    String[] found = new String[1];
    rows.forEach(
        (part, row) -> {
          together.add(new Place(part, row));
          if (together.size() == TOGETHER && found[0] == null) {
            found[0] = refusedOf(connection, together);
            together.clear();
          }
        });
    if (found[0] == null) {
      found[0] = refusedOf(connection, together);
    }
    return Optional.ofNullable(found[0]);
  }

  private String refusedOf(Connection connection, List<Place> places) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try (PreparedStatement statement = connection.prepareStatement(layout.insert())) {
      for (Place place : places) {
        place.part().bind(statement, place.row());
        statement.addBatch();
      }
      statement.executeBatch();
      return null;
    } catch (SQLException e) {
      connection.rollback(before);
    }
    try (PreparedStatement statement = connection.prepareStatement(layout.insert())) {
      for (Place place : places) {
        place.part().bind(statement, place.row());
        try {
          statement.executeUpdate();
        } catch (SQLException e) {
          return described(place);
        }
      }
    }
    return null;
  }

  private String described(Place place) {
    List<String> values = new ArrayList<>();
    List<String> tooLong = new ArrayList<>();
    for (int i = 0; i < target.columns().size(); i++) {
      Column<?> column = target.columns().get(i);
      Object value = place.part().value(i, place.row());
      String text = value instanceof byte[] bytes ? bytes.length + " bytes" : String.valueOf(value);
      if (value instanceof String && text.length() > layout.sizes().get(i)) {
        tooLong.add(
            "; column " + column.name() + " takes " + layout.sizes().get(i) + " characters");
      }
      values.add(
          column.name()
              + "="
              + (text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "..." : text));
    }
    return "row "
        + (place.row() + 1)
        + " of partition "
        + place.part().partition()
        + " ("
        + String.join(", ", values)
        + ")"
        + String.join("", tooLong);
  }
}
