package io.holdfast.jdbc;

import io.holdfast.ConfigurationException;
import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.jdbc.Patience.NotYetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * A database that may not be there yet.
 *
 * @param source makes connections that commit by themselves
 */
record Database(JdbcSinkSettings settings, Dialect dialect, DataSource source, Patience patience) {
  /** Its URL, for messages. */
  String place() {
    return settings.url();
  }

  /** What is done with a connection. */
  @FunctionalInterface
  interface Work<V> {
    V run(Connection connection) throws SQLException;
  }

  /**
   * Does something on a connection of its own, as often as it takes; so it must be fit to be done
   * again.
   *
   * @param marker who may be in the way; the table is asked for its locks
   * @throws ConfigurationException if it will never work
   * @throws HoldfastException if the database was not to be had for too long
   */
  <V> V ask(Marker marker, Work<V> work) {
    return patience.ask(settings.patience(), "the database " + place(), () -> once(marker, work));
  }

  private <V> V once(Marker marker, Work<V> work) throws NotYetException {
    try (Connection connection = source.getConnection()) {
      dialect.lockWait(connection, patience.waits().look());
      return work.run(connection);
    } catch (SQLException e) {
      switch (dialect.trouble(e)) {
        case AWAY, ROLLED_BACK -> throw new NotYetException(SqlTrouble.words(e), e);
        case LOCKED ->
            throw new NotYetException("its marker is locked by " + holders(marker, e), e);
        default -> throw lasting(e);
      }
    }
  }

  /** Ends older drivers' sessions that are in the way, and says who else is. */
  String holders(Marker marker, SQLException locked) {
    List<String> others;
    try (Connection connection = source.getConnection()) {
      others = dialect.endOlder(connection, marker.table(), marker.owner());
    } catch (SQLException e) {
      locked.addSuppressed(e);
      return "a session that cannot be found out (" + SqlTrouble.words(e) + ")";
    }
    return others.isEmpty() ? "another session" : String.join(", ", others);
  }

  private ConfigurationException lasting(SQLException error) {
    String state = SqlTrouble.root(error).getSQLState();
    String kind = state == null ? "" : state;
    String way = "Put right what it says";
    if (kind.startsWith("28") || kind.equals(SqlTrouble.REJECTED)) {
      way = credentialsWay();
    } else if (kind.equals("3D000") || kind.equals("90146")) {
      way = "Make the database, or name another one in the sink's URL";
    } else if (kind.equals("42501")) {
      way = "Grant the user of the job what is missing";
    }
    return new ConfigurationException(
        "The database "
            + place()
            + " cannot be used: "
            + SqlTrouble.words(error)
            + ". "
            + way
            + ", and start the job again. Nothing was changed.",
        error);
  }

  private String credentialsWay() {
    Credentials credentials = settings.credentials();
    return credentials instanceof Credentials.None
        ? "Name a place where user and password are found, with credentials(...) (on the command"
            + " line: --credentials FILE, or HOLDFAST_DB_USER and HOLDFAST_DB_PASSWORD)"
        : "User and password come from " + credentials.place() + ": put them right there";
  }

  /** Somebody knows later. */
  HoldfastException unknown(SQLException error) {
    return new HoldfastException(ExitCode.IO, place() + ": " + SqlTrouble.words(error), error);
  }
}
