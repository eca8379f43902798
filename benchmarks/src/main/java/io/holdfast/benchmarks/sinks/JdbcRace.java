package io.holdfast.benchmarks.sinks;

import io.holdfast.jdbc.ColumnType;
import io.holdfast.jdbc.JdbcSink;
import io.holdfast.jdbc.JdbcSinkBuilder;
import io.holdfast.sink.SinkSession;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Tables of a PostgreSQL. The plain client has the same driver and settings and sends the same
 * statements, 1,000 rows together, a transaction for each batch, but has no marker, no epoch and no
 * staging.
 */
public final class JdbcRace {
  private static final int TOGETHER = 1000;
  private static final int KEYS = 50_000;
  private static final String PLAIN = "plain_counts";
  private static final String SINK = "sink_counts";

  private final String url;
  private final boolean upsert;

  private JdbcRace(String url, boolean upsert) {
    this.url = url;
    this.upsert = upsert;
  }

  /** A row. */
  record Count(String word, long total, double share) {}

  /**
   * Arguments: URL of a PostgreSQL, a directory for files, rounds, batches in a round, rows in a
   * batch.
   */
  public static void main(String[] args) throws Exception {
    int rows = Integer.parseInt(args[4]);
    SinkRace<Count> race =
        new SinkRace<>(
            Integer.parseInt(args[2]), Integer.parseInt(args[3]), batch -> batch(batch, rows));
    for (boolean upsert : new boolean[] {false, true}) {
      new JdbcRace(args[0], upsert).run(race, Path.of(args[1]));
    }
  }

  private void run(SinkRace<Count> race, Path directory) throws Exception {
    prepare();
    String kind = upsert ? "upserts" : "inserts";
    try (Connection connection = connect();
        SinkSession<Count> session =
            sink().open(new RaceContext("counts", directory.resolve(kind), new UUID(0, 1)))) {
      connection.setAutoCommit(false);
      race.run(kind, 0.8, session, batch -> plain(connection, batch));
    }
  }

  private static List<Count> batch(long number, int rows) {
    List<Count> batch = new ArrayList<>(rows);
    for (int i = 0; i < rows; i++) {
      // Each key once in a batch, so that the plain client may send its rows together too.
      long key = (number * 7919L + i) % Math.max(KEYS, rows);
      batch.add(new Count("word-" + key, number * 1000L + i, i / 7.0));
    }
    return batch;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url + "&reWriteBatchedInserts=true");
  }

  private void prepare() throws SQLException {
    String key = upsert ? " PRIMARY KEY" : "";
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS holdfast_commits");
      for (String table : List.of(PLAIN, SINK)) {
        statement.execute("DROP TABLE IF EXISTS " + table);
        statement.execute(
            "CREATE TABLE " + table + " (word text" + key + ", total bigint, share float8)");
      }
      statement.execute("CHECKPOINT");
    }
  }

  private void plain(Connection connection, List<Count> batch) throws SQLException {
    String sql =
        "INSERT INTO "
            + PLAIN
            + " (word, total, share) VALUES (?, ?, ?)"
            + (upsert
                ? " ON CONFLICT (word) DO UPDATE SET total = EXCLUDED.total, share = EXCLUDED.share"
                : "");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int waiting = 0;
      for (Count count : batch) {
        statement.setString(1, count.word());
        statement.setLong(2, count.total());
        statement.setDouble(3, count.share());
        statement.addBatch();
        if (++waiting == TOGETHER) {
          statement.executeBatch();
          waiting = 0;
        }
      }
      if (waiting > 0) {
        statement.executeBatch();
      }
    }
    connection.commit();
  }

  private JdbcSink<Count> sink() {
    JdbcSinkBuilder<Count> builder =
        JdbcSink.<Count>to(url)
            .table(SINK)
            .column("word", ColumnType.TEXT, Count::word)
            .column("total", ColumnType.BIGINT, Count::total)
            .column("share", ColumnType.DOUBLE, Count::share);
    return (upsert ? builder.upsertBy("word") : builder).build();
  }
}
