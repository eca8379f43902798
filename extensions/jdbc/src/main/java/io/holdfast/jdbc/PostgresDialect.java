package io.holdfast.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL, 10 and newer. */
final class PostgresDialect extends Dialect {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresDialect.class);

  /** Sessions of this database that hold a lock of a table. */
  private static final String HOLDERS =
      "SELECT DISTINCT a.pid, a.application_name, a.usename, a.state FROM pg_locks l"
          + " JOIN pg_stat_activity a ON a.pid = l.pid"
          + " WHERE l.relation = to_regclass(?) AND l.granted AND l.pid <> pg_backend_pid()"
          + " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())";

  @Override
  void connecting(Setting setting, Properties properties) {
    properties.setProperty("ApplicationName", setting.owner().sessionName());
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "15");
    properties.setProperty(
        "socketTimeout", Long.toString(Math.max(1, setting.silence().toSeconds())));
  }

  /**
   * A commit that was answered must be durable, whatever the database's default is. And a process
   * that stands still in the middle of a transaction must not hold its locks for ever.
   */
  @Override
  void connected(Setting setting, Connection connection) throws SQLException {
    execute(
        connection,
        "SELECT set_config('synchronous_commit', 'on', false)"
            + " WHERE current_setting('synchronous_commit') = 'off'; "
            + "SET idle_in_transaction_session_timeout = "
            + setting.silence().toMillis()
            + "; SET lock_timeout = "
            + setting.lockWait().toMillis());
  }

  @Override
  void lockWait(Connection connection, Duration most) throws SQLException {
    execute(connection, "SET lock_timeout = " + most.toMillis());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  void force(Connection connection) {
    // What another session can read was forced before, since its commit is synchronous.
  }

  @Override
  List<String> schemas(Connection connection) throws SQLException {
    List<String> schemas = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT unnest(current_schemas(false))")) {
      while (found.next()) {
        schemas.add(found.getString(1));
      }
    }
    return schemas;
  }

  @Override
  String type(ColumnType type, boolean key) {
    return switch (type) {
      case DOUBLE -> "double precision";
      case TIMESTAMP_WITH_TIME_ZONE -> "timestamptz";
      case BYTES -> "bytea";
      default -> type.name().toLowerCase(Locale.ROOT);
    };
  }

  @Override
  Optional<String> upsert(String table, List<String> columns, List<String> keys) {
    List<String> changes =
        columns.stream()
            .filter(column -> !keys.contains(column))
            .map(column -> column + " = EXCLUDED." + column)
            .toList();
    return Optional.of(
        SqlText.insert(table, columns)
            + " ON CONFLICT ("
            + String.join(", ", keys)
            + ") DO "
            + (changes.isEmpty() ? "NOTHING" : "UPDATE SET " + String.join(", ", changes)));
  }

  @Override
  boolean sameKeyTwice(SQLException error) {
    return "21000".equals(SqlTrouble.root(error).getSQLState());
  }

  /** The driver says it of a missing password and of what the server cannot do, such as TLS. */
  @Override
  SqlTrouble trouble(SQLException error) {
    boolean rejected = SqlTrouble.REJECTED.equals(SqlTrouble.root(error).getSQLState());
    return rejected ? SqlTrouble.LASTING : super.trouble(error);
  }

  @Override
  boolean takesZeroCharacter() {
    return false;
  }

  @Override
  List<String> endOlder(Connection connection, String marker, Owner owner) throws SQLException {
    List<String> others = new ArrayList<>();
    List<Integer> older = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(HOLDERS)) {
      statement.setString(1, marker);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          String name = found.getString(2);
          if (owner.outranks(name)) {
            older.add(found.getInt(1));
          } else {
            others.add(
                "process "
                    + found.getInt(1)
                    + " ('"
                    + name
                    + "', user "
                    + found.getString(3)
                    + ", "
                    + found.getString(4)
                    + ")");
          }
        }
      }
    }
    for (int process : older) {
      LOG.warn(
          "Ending PostgreSQL's process {}: an older driver of {} stands still in a transaction and"
              + " holds the marker",
          process,
          owner.path());
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT pg_terminate_backend(?)")) {
        statement.setInt(1, process);
        statement.execute();
      }
    }
    return others;
  }
}
