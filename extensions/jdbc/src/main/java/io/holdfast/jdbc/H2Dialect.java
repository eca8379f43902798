package io.holdfast.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * H2. It answers a commit before it has written it: {@link #force} does that, and takes the rights
 * of an administrator.
 */
final class H2Dialect extends StandardDialect {
  /** In use by another process, closed, broken, or its file not to be had now. */
  private static final Set<Integer> PERHAPS_LATER =
      Set.of(90007, 90020, 90067, 90098, 90121, 90135, 90028, 90031);

  /** A lock was not to be had in time, and two that wait for each other. */
  private static final Set<Integer> LOCKED = Set.of(50200, 40001, 90131);

  @Override
  void connected(Setting setting, Connection connection) throws SQLException {
    lockWait(connection, setting.lockWait());
  }

  @Override
  void lockWait(Connection connection, Duration most) throws SQLException {
    execute(connection, "SET LOCK_TIMEOUT " + most.toMillis());
  }

  @Override
  void force(Connection connection) throws SQLException {
    execute(connection, "CHECKPOINT SYNC");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  String type(ColumnType type, boolean key) {
    return switch (type) {
      case TEXT -> "CHARACTER VARYING";
      case NUMERIC -> "DECFLOAT";
      case TIMESTAMP -> "TIMESTAMP(9)";
      case TIMESTAMP_WITH_TIME_ZONE -> "TIMESTAMP(9) WITH TIME ZONE";
      case TIME -> "TIME(9)";
      case UUID -> "UUID";
      case BYTES -> "BINARY VARYING";
      default -> super.type(type, key);
    };
  }

  @Override
  Optional<String> upsert(String table, List<String> columns, List<String> keys) {
    return Optional.of(
        "MERGE INTO "
            + table
            + " ("
            + String.join(", ", columns)
            + ") KEY ("
            + String.join(", ", keys)
            + ") VALUES ("
            + String.join(", ", columns.stream().map(column -> "?").toList())
            + ")");
  }

  @Override
  SqlTrouble trouble(SQLException error) {
    int code = SqlTrouble.root(error).getErrorCode();
    if (LOCKED.contains(code)) {
      return SqlTrouble.LOCKED;
    }
    return PERHAPS_LATER.contains(code) ? SqlTrouble.AWAY : super.trouble(error);
  }
}
