package io.holdfast.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** What differs between databases. Without state. */
abstract class Dialect {

  /**
   * What a connection is for.
   *
   * @param silence a server that says nothing for so long is given up, and it gives up a client
   *     whose transaction stands still for so long
   */
  record Setting(Owner owner, Duration silence, Duration longestLockWait) {

    /** How long a commit waits for a lock: less than the silence, so that it hears of it. */
    Duration lockWait() {
      Duration half = silence.dividedBy(2);
      return half.compareTo(longestLockWait) < 0 ? half : longestLockWait;
    }
  }

  /** The dialect of a URL; what is not known speaks standard SQL. */
  static Dialect of(String url) {
    if (url.startsWith("jdbc:postgresql:")) {
      return new PostgresDialect();
    }
    return url.startsWith("jdbc:h2:") ? new H2Dialect() : new StandardDialect();
  }

  /** Properties for the driver; those of the URL and of the credentials come before them. */
  abstract void connecting(Setting setting, Properties properties);

  /** Prepares a new connection. */
  abstract void connected(Setting setting, Connection connection) throws SQLException;

  /** Bounds how long statements of this connection wait for locks from now on. */
  abstract void lockWait(Connection connection, Duration most) throws SQLException;

  /** Makes what is committed, and can be read, outlive a crash. */
  abstract void force(Connection connection) throws SQLException;

  /** The schemas in which a table without one is looked for, in this order; empty for any. */
  List<String> schemas(Connection connection) throws SQLException {
    String schema = connection.getSchema();
    return schema == null ? List.of() : List.of(schema);
  }

  /** The type of a column that is made. */
  abstract String type(ColumnType type, boolean key);

  /** One row that replaces the row of the same key; empty if this sink cannot say that here. */
  Optional<String> upsert(String table, List<String> columns, List<String> keys) {
    return Optional.empty();
  }

  /** Whether a statement has failed only because it met another with the same key. */
  boolean sameKeyTwice(SQLException error) {
    return false;
  }

  /** Whether text may hold the character 0. */
  boolean takesZeroCharacter() {
    return true;
  }

  /** What is wrong with a connection or a statement. */
  SqlTrouble trouble(SQLException error) {
    return SqlTrouble.of(error);
  }

  /**
   * Ends what drivers of this output have left behind in the database and what still holds locks of
   * the marker table.
   *
   * @param marker the table, quoted
   * @return who else holds locks there, for messages; empty if that is not known
   */
  List<String> endOlder(Connection connection, String marker, Owner owner) throws SQLException {
    return List.of();
  }
}
