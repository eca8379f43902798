package io.holdfast.jdbc;

import io.holdfast.FencedException;
import io.holdfast.WrongApplicationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * The row that says how far an output is: who owns it, in which epoch, and its last batch. Every
 * method is one step of the caller's transaction.
 *
 * @param table the table, quoted
 * @param place table and database, for messages
 */
record Marker(String table, String place, Owner owner) {
  private static final String KEY = " WHERE application = ? AND output = ? AND part = 0";
  private static final String MINE = KEY + " AND application_id = ? AND epoch ";

  /** What the row says. */
  record Row(String applicationId, long epoch, long batch) {}

  /** The statement that makes the table. */
  static String ddl(Names names, TableName table) {
    return "CREATE TABLE "
        + names.made(table)
        + " (application VARCHAR(128) NOT NULL, output VARCHAR(128) NOT NULL, part INTEGER NOT NULL,"
        + " application_id VARCHAR(36) NOT NULL, epoch BIGINT NOT NULL, batch BIGINT NOT NULL,"
        + " PRIMARY KEY (application, output, part))";
  }

  Optional<Row> read(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT application_id, epoch, batch FROM " + table + KEY)) {
      key(statement, 1);
      try (ResultSet found = statement.executeQuery()) {
        return found.next()
            ? Optional.of(new Row(found.getString(1), found.getLong(2), found.getLong(3)))
            : Optional.empty();
      }
    }
  }

  /**
   * Makes this driver the owner. Until the transaction ends no other driver commits.
   *
   * @return the last batch; empty if there is no row
   * @throws WrongApplicationException if it is another application's
   * @throws FencedException if a newer driver owns it
   */
  Optional<Long> claim(Connection connection) throws SQLException {
    boolean claimed;
    try (PreparedStatement statement =
        connection.prepareStatement("UPDATE " + table + " SET epoch = ?" + MINE + "<= ?")) {
      statement.setLong(1, owner.epoch());
      mine(statement, 2);
      claimed = statement.executeUpdate() == 1;
    }
    Optional<Row> row = read(connection);
    if (!claimed) {
      row.ifPresent(this::requireNotOthers);
    }
    return row.map(Row::batch);
  }

  /** Makes the row of an output that has committed nothing. */
  void insert(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO "
                + table
                + " (application, output, part, application_id, epoch, batch)"
                + " VALUES (?, ?, 0, ?, ?, 0)")) {
      mine(statement, 1);
      statement.executeUpdate();
    }
  }

  /** Goes on by a batch, if this driver owns the output and {@code last} is its last batch. */
  boolean advance(Connection connection, long last, long batch) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE " + table + " SET batch = ?" + MINE + "= ? AND batch = ?")) {
      statement.setLong(1, batch);
      mine(statement, 2);
      statement.setLong(6, last);
      return statement.executeUpdate() == 1;
    }
  }

  private int key(PreparedStatement statement, int at) throws SQLException {
    statement.setString(at, owner.application());
    statement.setString(at + 1, owner.output());
    return at + 2;
  }

  private void mine(PreparedStatement statement, int from) throws SQLException {
    int at = key(statement, from);
    statement.setString(at, owner.applicationId().toString());
    statement.setLong(at + 1, owner.epoch());
  }

  /** Accepts a row of this application and of an epoch that is not newer than this driver's. */
  void requireNotOthers(Row row) {
    if (!row.applicationId().equals(owner.applicationId().toString())) {
      throw new WrongApplicationException(
          "In "
              + place
              + " the "
              + owner.path()
              + " belongs to the application directory with id "
              + row.applicationId()
              + ", and this one has the id "
              + owner.applicationId()
              + ". Two applications of one name must not share a marker table: give this one"
              + " another name (--name on the command line) or another marker table. If the application directory was made anew"
              + " on purpose and the table's rows may stay, run: DELETE FROM "
              + table
              + condition());
    } else if (row.epoch() > owner.epoch()) {
      throw new FencedException(fenced(row));
    }
  }

  String fenced(Row row) {
    return "a driver of epoch "
        + row.epoch()
        + " owns the "
        + owner.path()
        + " in "
        + place
        + "; this driver has epoch "
        + owner.epoch()
        + " and can commit nothing any more.";
  }

  /** The statement by which an operator says how far the output is. */
  String restore() {
    UUID id = owner.applicationId();
    return "INSERT INTO "
        + table
        + " (application, output, part, application_id, epoch, batch) VALUES ('"
        + owner.application()
        + "', '"
        + owner.output()
        + "', 0, '"
        + id
        + "', "
        + owner.epoch()
        + ", <last batch>)";
  }

  String condition() {
    return " WHERE application = '"
        + owner.application()
        + "' AND output = '"
        + owner.output()
        + "' AND part = 0";
  }
}
