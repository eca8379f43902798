package io.holdfast.jdbc;

import io.holdfast.NotReplayableException;
import io.holdfast.jdbc.JdbcSession.Claimed;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Opens an output for a driver: the target is compared with what is there, the marker table made on
 * the first use, the epoch claimed. May be done again from the start whenever it was interrupted.
 */
record Opening<T>(Database database, Target<T> target, Owner owner, OpenedNote note) {

  /** Opens; when this returns the claim and the note of it are durable. */
  Claimed open() {
    Marker unnamed = new Marker(target.marker().toString(), place(), owner);
    Claimed claimed = database.ask(unnamed, this::claim);
    note.remember(claimed.last());
    return claimed;
  }

  private String place() {
    return "table " + target.marker() + " of " + database.place();
  }

  private Claimed claim(Connection connection) throws SQLException {
    OptionalLong known = note.batch();
    Layout layout = layout(connection, known);
    Marker marker = marker(connection);
    connection.setAutoCommit(false);
    Optional<Long> last = marker.claim(connection);
    if (last.isEmpty()) {
      if (known.isPresent()) {
        throw forgotten(marker);
      }
      insert(connection, marker);
    } else if (last.get() < known.orElse(0)) {
      throw wentBack(marker, last.get(), known.getAsLong());
    }
    connection.commit();
    database.dialect().force(connection);
    return new Claimed(layout, marker, last.orElse(0L));
  }

  /** The target, which is made only before anything was committed to it. */
  private Layout layout(Connection connection, OptionalLong known) throws SQLException {
    Names names = Names.of(connection);
    Optional<FoundTable> found = FoundTable.find(connection, database.dialect(), target.marker());
    Marker marker = named(names, found);
    Optional<Marker.Row> row = found.isPresent() ? marker.read(connection) : Optional.empty();
    row.ifPresent(marker::requireNotOthers);
    if (row.isEmpty() && known.isPresent()) {
      throw forgotten(marker);
    }
    long committed = Math.max(known.orElse(0), row.map(Marker.Row::batch).orElse(0L));
    return Layout.of(connection, database.dialect(), target, database.place(), committed);
  }

  private void insert(Connection connection, Marker marker) throws SQLException {
    try {
      marker.insert(connection);
    } catch (SQLException e) {
      if (database.dialect().trouble(e) == SqlTrouble.DATA) {
        // Another driver has opened the output for the first time just now.
        throw new SQLTransactionRollbackException(SqlTrouble.words(e), "40001", e);
      }
      throw e;
    }
  }

  private Marker marker(Connection connection) throws SQLException {
    Names names = Names.of(connection);
    Optional<FoundTable> found = FoundTable.find(connection, database.dialect(), target.marker());
    if (found.isEmpty()) {
      connection.setAutoCommit(true);
      String ddl = Marker.ddl(names, target.marker());
      Tables.create(connection, database.dialect(), target.marker(), ddl);
      found = FoundTable.find(connection, database.dialect(), target.marker());
    }
    return named(names, found);
  }

  private Marker named(Names names, Optional<FoundTable> found) {
    String table = found.map(t -> t.quoted(names)).orElseGet(() -> names.made(target.marker()));
    return new Marker(table, place(), owner);
  }

  /** The marker is gone, and the note says that it was there. */
  static NotReplayableException forgotten(Marker marker) {
    return new NotReplayableException(
        "The "
            + marker.owner().path()
            + " was opened before, but its row in "
            + marker.place()
            + " is gone: what was committed can no longer be known, and writing again could double"
            + " rows. If the database was moved, copy the row. If it was dropped, find the last batch"
            + " whose rows are in the target and run (making the table first, as docs/connectors/jdbc.md"
            + " says, if it is missing): "
            + marker.restore()
            + " - with 0 if the target holds nothing. Nothing was changed.");
  }

  /** The database says less than it has said before. */
  static NotReplayableException wentBack(Marker marker, long says, long knew) {
    return new NotReplayableException(
        "The database has lost commits of the "
            + marker.owner().path()
            + ": "
            + marker.place()
            + " says that its last batch is "
            + says
            + ", and batch "
            + knew
            + " had committed (an older backup was restored, or a stand-by without all commits took"
            + " over). Bring the lost data back; or, to go on without the rows of the batches after "
            + says
            + " up to "
            + knew
            + ", run: UPDATE "
            + marker.table()
            + " SET batch = "
            + knew
            + marker.condition()
            + ". Nothing was changed.");
  }
}
