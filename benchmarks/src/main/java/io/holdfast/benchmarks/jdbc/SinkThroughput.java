package io.holdfast.benchmarks.jdbc;

import io.holdfast.benchmarks.sinks.RaceContext;
import io.holdfast.jdbc.ColumnType;
import io.holdfast.jdbc.JdbcSink;
import io.holdfast.jdbc.JdbcSinkBuilder;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.stream.BatchTime;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Stages and commits batches with the sink, and writes the same rows with a plain client of the
 * same driver and settings: the same statements, 1,000 rows together, a transaction for each batch,
 * but no marker, no epoch and no staging. They take turns batch by batch, so that a machine that is
 * slow for a while is slow for both.
 */
public final class SinkThroughput {
  private static final int TOGETHER = 1000;
  private static final int KEYS = 50_000;
  private static final String PLAIN = "plain_counts";
  private static final String SINK = "sink_counts";

  private final String url;
  private final Path directory;
  private final int rows;
  private final int batches;

  private SinkThroughput(String url, Path directory, int rows, int batches) {
    this.url = url;
    this.directory = directory;
    this.rows = rows;
    this.batches = batches;
  }

  /** A row. */
  record Count(String word, long total, double share) {}

  /**
   * Arguments: URL of a PostgreSQL, a directory for files, rows of a batch, batches of a turn,
   * rounds.
   */
  public static void main(String[] args) throws SQLException {
    SinkThroughput benchmark =
        new SinkThroughput(
            args[0], Path.of(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    int rounds = Integer.parseInt(args[4]);
    for (boolean upsert : new boolean[] {false, true}) {
      benchmark.compare(upsert, rounds);
    }
  }

  private void compare(boolean upsert, int rounds) throws SQLException {
    String kind = upsert ? "upserts" : "inserts";
    double[] ratios = new double[rounds];
    double[] plain = new double[rounds];
    double[] sink = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      Turns turns = round(upsert, round);
      if (round < 0) {
        continue; // Warm-up.
      }
      plain[round] = perSecond(turns.plain);
      sink[round] = perSecond(turns.sink);
      ratios[round] = sink[round] / plain[round];
      System.out.printf(
          Locale.ROOT,
          "%s %2d: plain %,9.0f rows/s, sink %,9.0f rows/s, ratio %.2f%n",
          kind,
          round + 1,
          plain[round],
          sink[round],
          ratios[round]);
    }
    Arrays.sort(ratios);
    System.out.printf(
        Locale.ROOT,
        "%s: plain %,.0f rows/s, sink %,.0f rows/s, median ratio %.2f (%.2f to %.2f), goal 0.80: %s%n",
        kind,
        median(plain),
        median(sink),
        median(ratios),
        ratios[0],
        ratios[rounds - 1],
        median(ratios) >= 0.8 ? "met" : "missed");
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private List<Count> batch(int number) {
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

  private void prepare(boolean upsert) throws SQLException {
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

  /** Nanoseconds that each has taken. */
  private static final class Turns {
    private long plain;
    private long sink;
  }

  /** Every batch by both, each first every other time, into tables of their own. */
  private Turns round(boolean upsert, int round) throws SQLException {
    prepare(upsert);
    String application = directory.resolve(upsert + "-" + round).toString();
    Turns turns = new Turns();
    try (Connection connection = connect();
        SinkSession<Count> session =
            sinkTo(upsert).open(new RaceContext("counts", Path.of(application), new UUID(0, 1)))) {
      connection.setAutoCommit(false);
      for (int number = 1; number <= batches; number++) {
        List<Count> batch = batch(number);
        if (number % 2 == 0) {
          turns.plain += plain(connection, upsert, batch);
          turns.sink += sink(session, number, batch);
        } else {
          turns.sink += sink(session, number, batch);
          turns.plain += plain(connection, upsert, batch);
        }
      }
    }
    return turns;
  }

  private static long plain(Connection connection, boolean upsert, List<Count> batch)
      throws SQLException {
    String sql =
        "INSERT INTO "
            + PLAIN
            + " (word, total, share) VALUES (?, ?, ?)"
            + (upsert
                ? " ON CONFLICT (word) DO UPDATE SET total = EXCLUDED.total, share = EXCLUDED.share"
                : "");
    long start = now();
    write(connection, sql, batch);
    connection.commit();
    return now() - start;
  }

  private static void write(Connection connection, String sql, List<Count> batch)
      throws SQLException {
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
  }

  private JdbcSink<Count> sinkTo(boolean upsert) {
    JdbcSinkBuilder<Count> builder =
        JdbcSink.<Count>to(url)
            .table(SINK)
            .column("word", ColumnType.TEXT, Count::word)
            .column("total", ColumnType.BIGINT, Count::total)
            .column("share", ColumnType.DOUBLE, Count::share);
    return (upsert ? builder.upsertBy("word") : builder).build();
  }

  private static long sink(SinkSession<Count> session, int number, List<Count> batch) {
    BatchTime time = new BatchTime(number);
    long start = now();
    try (PartWriter<Count> part = session.stage(time, 0, 0)) {
      batch.forEach(part::write);
      if (!(session.commit(time, List.of(part.finish())) instanceof Committed)) {
        throw new IllegalStateException("batch " + number + " did not commit");
      }
    }
    return now() - start;
  }

  private double perSecond(long nanos) {
    return 1e9 * rows * batches / nanos;
  }

  @CompositionRoot("a benchmark measures with the real clock")
  private static long now() {
    return System.nanoTime();
  }
}
