package io.holdfast.jdbc;

import io.holdfast.jdbc.Patience.Waits;
import io.holdfast.sink.BatchSink;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.SinkSession;
import io.holdfast.stream.Guarantee;
import io.holdfast.testkit.contract.Effort;
import io.holdfast.testkit.contract.ProcessDied;
import io.holdfast.testkit.contract.SinkPlace;
import io.holdfast.testkit.contract.Steps;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** A database in memory with a table for each output. Every call that changes or asks is a step. */
final class TablesPlace implements SinkPlace<String> {
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final Waits SHORT =
      new Waits(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(250));

  private final Sql database =
      new Sql(
          "jdbc:h2:mem:contract"
              + NUMBERS.incrementAndGet()
              + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20");
  private final boolean upserts;
  private final Connection kept = database.connect();

  /** A share of all windows in a build: each opens a database and a pool. */
  static Effort effort() {
    return System.getProperty("holdfast.contract.windows") == null
        ? Effort.DEFAULT.with(24, 6, 100)
        : Effort.ofProperties();
  }

  TablesPlace(boolean upserts) {
    this.upserts = upserts;
  }

  @Override
  public BatchSink<String> sink(Steps steps) {
    return new TableForOutput(this, steps);
  }

  @Override
  public String row(String text) {
    return text;
  }

  @Override
  public List<String> rows(String output) {
    List<String> names =
        database.rows(
            "SELECT table_name FROM information_schema.tables WHERE lower(table_name) = lower('"
                + output
                + "')");
    return names.isEmpty()
        ? List.of()
        : database.rows("SELECT row_key || '=' || row_value FROM \"" + names.get(0) + "\"");
  }

  /** Connections that nobody has closed. */
  @Override
  public List<String> residue(String output) {
    List<String> sessions =
        database.rows(
            "SELECT 'session ' || session_id FROM information_schema.sessions"
                + " WHERE session_id <> SESSION_ID()");
    return sessions.subList(0, Math.max(0, sessions.size() - 1));
  }

  @Override
  public boolean upserts() {
    return upserts;
  }

  @Override
  public Exception lostAnswer(String step) {
    // What an output notes is not in the database.
    return step.matches("(DataSource|Connection|(Prepared)?Statement)\\..*")
        ? new SQLException("no answer to " + step, "08006")
        : SinkPlace.super.lostAnswer(step);
  }

  @Override
  public void close() {
    try {
      kept.close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    database.run("SHUTDOWN");
  }

  private JdbcSink<String> sink(Steps steps, String output) {
    JdbcSinkBuilder<String> sink =
        JdbcSink.<String>to(database.url())
            .table(output)
            .column("row_key", ColumnType.TEXT, row -> row.substring(0, row.indexOf('=')))
            .column("row_value", ColumnType.TEXT, row -> row.substring(row.indexOf('=') + 1))
            .patience(Duration.ofMillis(100))
            .createTables();
    if (upserts) {
      sink.upsertBy("row_key");
    }
    AtomicLong millis = new AtomicLong();
    Patience none = new Patience(() -> millis.get() * 1_000_000, millis::addAndGet, SHORT);
    return sink.build()
        .in(
            new JdbcSink.Surroundings(
                source ->
                    steps.around(
                        DataSource.class,
                        cutWith(steps, source),
                        "getConnection",
                        "commit",
                        "execute",
                        "executeUpdate",
                        "executeBatch",
                        "executeQuery"),
                none));
  }

  /** When its process dies, its connections are gone. */
  private static DataSource cutWith(Steps steps, DataSource source) {
    return (DataSource)
        Proxy.newProxyInstance(
            TablesPlace.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(source, arguments);
                if (result instanceof Connection connection) {
                  steps.onDeath(() -> cut(connection));
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void close(SinkSession<String> session) {
    try {
      session.close();
    } catch (ProcessDied e) {
      // Its notes are those of a dead process.
    }
  }

  private static void cut(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new AssertionError("a connection of a dead process could not be cut", e);
    }
  }

  /** A sink whose table has the name of the output. */
  private record TableForOutput(TablesPlace place, Steps steps) implements BatchSink<String> {
    private static final long serialVersionUID = 1L;

    @Override
    public SinkPromise promise(Guarantee processing) {
      return place.sink(steps, "any").promise(processing);
    }

    @Override
    public SinkSession<String> open(SinkContext context) {
      SinkSession<String> session = place.sink(steps, context.output()).open(context);
      // Its pool has threads.
      steps.onDeath(() -> close(session));
      return session;
    }
  }
}
