package io.holdfast.jdbc;

import io.holdfast.ConfigurationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes tables. */
final class Tables {
  private Tables() {}

  /**
   * Makes a table that is missing; that another driver has just made it is as good.
   *
   * @param connection commits by itself
   * @throws ConfigurationException if that is not allowed; says how else
   */
  static void create(Connection connection, Dialect dialect, TableName table, String ddl)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(ddl);
    } catch (SQLException e) {
      if (isThere(connection, dialect, table, e)) {
        return;
      }
      if (dialect.trouble(e) != SqlTrouble.LASTING) {
        throw e;
      }
      throw new ConfigurationException(
          "Table "
              + table
              + " is missing and could not be made: "
              + SqlTrouble.words(e)
              + ". Let somebody who may make tables do it: "
              + ddl
              + " - and grant SELECT, INSERT and UPDATE on it to the user of the job.",
          e);
    }
  }

  private static boolean isThere(
      Connection connection, Dialect dialect, TableName table, SQLException failed)
      throws SQLException {
    try {
      return FoundTable.find(connection, dialect, table).isPresent();
    } catch (SQLException e) {
      failed.addSuppressed(e);
      throw failed;
    }
  }
}
