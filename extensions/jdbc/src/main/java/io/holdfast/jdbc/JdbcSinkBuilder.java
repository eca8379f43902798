package io.holdfast.jdbc;

import io.holdfast.ConfigurationException;
import io.holdfast.stream.function.MapFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Makes a {@link JdbcSink}. Used by one thread.
 *
 * @param <T> rows
 */
public final class JdbcSinkBuilder<T> {
  private static final String MARKER_TABLE = "holdfast_commits";

  private final String url;
  private final List<Column<T>> columns = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();
  private TableName table;
  private TableName marker = TableName.of("marker table", MARKER_TABLE);
  private Credentials credentials = Credentials.none();
  private boolean create;
  private Duration patience = Duration.ofMinutes(1);
  private Duration silence = Duration.ofMinutes(1);

  JdbcSinkBuilder(String url) {
    this.url = url;
  }

  /**
   * The table that rows go to: {@code name} or {@code schema.name}. It is looked for as it is
   * written here first, then as the database writes names without quotes.
   */
  public JdbcSinkBuilder<T> table(String name) {
    table = TableName.of("table", name);
    return this;
  }

  /**
   * A column that is written. Columns that are not named here keep their default.
   *
   * @param value of a row; null for NULL
   */
  public JdbcSinkBuilder<T> column(String name, ColumnType type, MapFunction<? super T, ?> value) {
    TableName.requireUsable("column", name);
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(value, "value");
    columns.add(new Column<>(name, type, value));
    return this;
  }

  /**
   * A row replaces the row that has the same values in these columns; without this every row is
   * inserted. The table must have a primary key or a unique constraint on exactly these columns. Of
   * several rows with the same key in a batch the last one counts, in the order of partitions and
   * then of rows within a partition.
   */
  public JdbcSinkBuilder<T> upsertBy(String... columnNames) {
    keys.clear();
    keys.addAll(List.of(columnNames));
    return this;
  }

  /** Where user and password are found. */
  public JdbcSinkBuilder<T> credentials(Credentials place) {
    credentials = Objects.requireNonNull(place, "place");
    return this;
  }

  /** The table is made if it is missing. (The marker table always is, if the user may.) */
  public JdbcSinkBuilder<T> createTables() {
    create = true;
    return this;
  }

  /** Another name for the marker table, as in {@link #table}. Default {@code holdfast_commits}. */
  public JdbcSinkBuilder<T> markerTable(String name) {
    marker = TableName.of("marker table", name);
    return this;
  }

  /**
   * How long a start waits for a database that cannot be reached. Default 1 minute. (A commit waits
   * as long as it takes.)
   */
  public JdbcSinkBuilder<T> patience(Duration most) {
    patience = notNegative("patience", most);
    return this;
  }

  /**
   * A server that does not answer for so long is given up and asked again on a new connection; on
   * PostgreSQL the server does the same with a driver that stands still in a transaction. Longer
   * than the longest statement of 1,000 rows. Default 1 minute.
   */
  public JdbcSinkBuilder<T> silence(Duration most) {
    if (notNegative("silence", most).toSeconds() < 1) {
      throw new ConfigurationException("A silence of " + most + " is too short: at least 1 s.");
    }
    silence = most;
    return this;
  }

  private static Duration notNegative(String what, Duration value) {
    if (value.isNegative() || value.compareTo(Duration.ofDays(1)) > 0) {
      throw new ConfigurationException("The " + what + " must be 0 to 1 day, not " + value + ".");
    }
    return value;
  }

  /**
   * The sink.
   *
   * @throws ConfigurationException if something is missing or contradicts itself
   */
  public JdbcSink<T> build() {
    if (table == null) {
      throw new ConfigurationException("A JDBC sink needs a table: JdbcSink.to(url).table(name).");
    }
    if (columns.isEmpty()) {
      throw new ConfigurationException(
          "The JDBC sink of table " + table + " needs a column: column(name, type, value).");
    }
    if (table.equals(marker)) {
      throw new ConfigurationException(
          "Table " + table + " is the marker table; name another with markerTable(name).");
    }
    Set<String> names = new HashSet<>();
    for (Column<T> column : columns) {
      if (!names.add(column.name())) {
        throw new ConfigurationException(
            "Column " + column.name() + " of table " + table + " is named twice.");
      }
    }
    for (String key : keys) {
      if (!names.contains(key)) {
        throw new ConfigurationException(
            "upsertBy names the column "
                + key
                + " of table "
                + table
                + ", which the sink does not write. It writes "
                + String.join(", ", columns.stream().map(Column::name).toList())
                + ".");
      }
    }
    return new JdbcSink<>(
        new JdbcSinkSettings(url, credentials, patience, silence),
        new Target<>(table, List.copyOf(columns), List.copyOf(keys), create, marker),
        null);
  }
}
