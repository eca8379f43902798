package io.holdfast.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Standard SQL, for databases that nothing is known about. */
class StandardDialect extends Dialect {

  @Override
  void connecting(Setting setting, Properties properties) {
    // What time-outs are called is the driver's own; the URL may set them.
  }

  @Override
  void connected(Setting setting, Connection connection) throws SQLException {
    // Nothing that all databases understand.
  }

  @Override
  void lockWait(Connection connection, Duration most) throws SQLException {
    // As the database is set.
  }

  @Override
  void force(Connection connection) throws SQLException {
    // A commit is durable by the standard.
  }

  @Override
  String type(ColumnType type, boolean key) {
    return switch (type) {
      case TEXT -> "VARCHAR(4000)";
      case DOUBLE -> "DOUBLE PRECISION";
      case TIMESTAMP_WITH_TIME_ZONE -> "TIMESTAMP WITH TIME ZONE";
      case UUID -> "CHAR(36)";
      case BYTES -> "BLOB";
      default -> type.name();
    };
  }
}
