package io.holdfast.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A database as anybody sees it who looks at it. */
record Sql(String url) {

  Connection connect() {
    try {
      return JdbcUrl.driver(url).connect(url, new Properties());
    } catch (SQLException e) {
      throw new AssertionError(url, e);
    }
  }

  void run(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(String.join("; ", statements), e);
    }
  }

  /** Rows with their values joined by a space. */
  List<String> rows(String query) {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          values.add(found.getString(i));
        }
        rows.add(String.join(" ", values));
      }
    } catch (SQLException e) {
      throw new AssertionError(query, e);
    }
    return rows;
  }

  /** What the marker table says of each output. */
  List<String> markers() {
    return rows("SELECT output, epoch, batch FROM holdfast_commits ORDER BY application, output");
  }

  /** The counts, by word. */
  List<String> counts() {
    return rows("SELECT word, total FROM counts ORDER BY word, total");
  }

  /** A database in the memory of this process. */
  static Sql memory(String name) {
    return new Sql("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
  }
}
