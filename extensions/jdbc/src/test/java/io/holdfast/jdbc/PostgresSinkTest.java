package io.holdfast.jdbc;

import static io.holdfast.jdbc.Drivers.commit;
import static io.holdfast.jdbc.Drivers.count;
import static io.holdfast.jdbc.Drivers.inserts;
import static io.holdfast.jdbc.Drivers.stage;
import static io.holdfast.jdbc.Drivers.totals;
import static io.holdfast.jdbc.Drivers.tryCommit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.HoldfastException;
import io.holdfast.JobFailedException;
import io.holdfast.NotReplayableException;
import io.holdfast.WrongApplicationException;
import io.holdfast.jdbc.CuttingProxy.Cut;
import io.holdfast.jdbc.JdbcSink.Surroundings;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.CommitOutcome.Refused;
import io.holdfast.sink.CommitOutcome.Unknown;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only a real server can show. */
final class PostgresSinkTest {
  @TempDir static Path directory;
  private static PostgresServer server;
  private static Sql sql;
  private final Drivers drivers = Drivers.ofWordCount();

  @BeforeAll
  static void startServer() {
    // Off by default in some installations; the sink must switch it on.
    server = PostgresServer.start(directory, "synchronous_commit=off");
    sql = new Sql(server.url());
    sql.run("CREATE ROLE guarded LOGIN PASSWORD 'right'");
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void emptyDatabase() {
    sql.run(
        "DROP SCHEMA public CASCADE",
        "CREATE SCHEMA public",
        "GRANT USAGE ON SCHEMA public TO guarded");
  }

  private static void requireError(HoldfastException error, String... parts) {
    for (String part : parts) {
      assertTrue(error.getMessage().contains(part), () -> part + " | " + error.getMessage());
    }
    assertTrue(!error.getMessage().contains("Exception"), error::getMessage);
  }

  @Test
  void insertsAndUpsertsOfEveryKind() {
    try (SinkSession<Pair<String, Long>> session = drivers.open(totals(server.url()).build(), 1)) {
      commit(session, 10, List.of(count("a", 1), count("b", 1), count("a", 2)));
      commit(session, 11, List.of(count("b", 5)));
      assertEquals(new Committed(true), commit(session, 11, List.of(count("b", 5))));
      assertEquals(
          List.of("on 60s"), // In the sink's own session.
          sessionSettings(session));
    }
    assertEquals(List.of("a 2", "b 5"), sql.counts());
    JdbcSink<Map<ColumnType, Object>> everything = EveryType.sink(server.url());
    try (var session = everything.open(drivers.context("everything", 1))) {
      commit(session, 10, List.of(EveryType.VALUES, Map.of()));
    }
    List<String> rows =
        everything.committedRows("everything", place -> null).orElseThrow().stream()
            .map(CommittedRow::row)
            .toList();
    assertTrue(rows.get(0).matches("(c_\\w+=null(, )?)+"), rows::toString);
    assertTrue(
        rows.get(1).contains("c_numeric=12.50, c_boolean=t, c_date=2024-02-29"), rows::toString);
    // What was made fits when it is found again.
    everything.open(drivers.context("everything", 2)).close();
  }

  private static List<String> sessionSettings(SinkSession<?> session) {
    assertTrue(session.committed(new BatchTime(11)));
    Dialect.Setting setting =
        new Dialect.Setting(
            new Owner("word-count", new UUID(1, 1), "counts", 1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(10));
    UrlDataSource source =
        new UrlDataSource(server.url(), Credentials.none(), new PostgresDialect(), setting);
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var found =
            statement.executeQuery(
                "SELECT current_setting('synchronous_commit') || ' ' ||"
                    + " extract(epoch FROM"
                    + " current_setting('idle_in_transaction_session_timeout')::interval)::int || 's'")) {
      found.next();
      return List.of(found.getString(1));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void keysThatAreEqualAreSentOnce() {
    JdbcCalls calls = new JdbcCalls();
    List<String> sent = new ArrayList<>();
    JdbcSink<Pair<String, Long>> sink =
        totals(server.url()).build().in(new Surroundings(calls, Patience.real()));
    try (SinkSession<Pair<String, Long>> session = drivers.open(sink, 1)) {
      calls.watch(
          call -> {
            if (call.equals("PreparedStatement.executeBatch")) {
              sent.add(call);
            }
          });
      commit(session, 10, List.of(count("a", 1), count("a", 2), count("b", 1), count("b", 2)));
    }
    assertEquals(1, sent.size());
    assertEquals(List.of("a 2", "b 2"), sql.counts());
  }

  @Test
  void keysThatOnlyTheDatabaseFindsEqualReplaceOneAnother() {
    sql.run(
        "CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
        "CREATE TABLE counts (word text COLLATE loose PRIMARY KEY, total bigint)");
    try (SinkSession<Pair<String, Long>> session = drivers.open(totals(server.url()).build(), 1)) {
      commit(session, 10, List.of(count("a", 1), count("A", 2), count("b", 1)));
    }
    assertEquals(List.of("2", "1"), sql.rows("SELECT total FROM counts ORDER BY word"));
  }

  @Test
  void refusedRowIsNamed() {
    sql.run("CREATE TABLE counts (word varchar(3) PRIMARY KEY, total bigint)");
    try (SinkSession<Pair<String, Long>> session = drivers.open(inserts(server.url()).build(), 1)) {
      List<Pair<String, Long>> rows = List.of(count("a", 1), count("abcd", 2), count("b", 3));
      requireError(
          assertThrows(JobFailedException.class, () -> tryCommit(session, 10, rows)),
          "value too long for type character varying(3)",
          "row 2 of partition 0 (word=abcd, total=2); column word takes 3 characters");
      requireError(
          assertThrows(
              JobFailedException.class,
              () -> tryCommit(session, 10, List.of(count("a", 1), count("a", 2)))),
          "Key (word)=(a) already exists",
          "row 2 of partition 0 (word=a, total=2)");
      assertEquals(List.of(), sql.counts());
      commit(session, 10, List.of(count("a", 1)));
    }
  }

  @Test
  void characterZeroIsRefusedBeforeTheCommit() {
    try (SinkSession<Pair<String, Long>> session = drivers.open(inserts(server.url()).build(), 1)) {
      IllegalArgumentException error =
          assertThrows(
              IllegalArgumentException.class, () -> stage(session, 10, List.of(count("a\0", 1))));
      assertTrue(error.getMessage().contains("no character 0"), error::getMessage);
    }
  }

  @ParameterizedTest
  @CsvSource({"BEFORE_COMMIT, false", "BEFORE_ANSWER, true"})
  void commitWhoseAnswerIsLostIsFoundOut(Cut cut, boolean committed) throws IOException {
    try (CuttingProxy proxy = new CuttingProxy(server.port());
        SinkSession<Pair<String, Long>> session = drivers.open(inserts(proxy.url()).build(), 1)) {
      commit(session, 10, List.of(count("a", 1)));
      List<StagedPart> parts = stage(session, 11, List.of(count("b", 1)));
      proxy.cutAtNextCommit(cut);
      Unknown unknown = assertInstanceOf(Unknown.class, session.commit(new BatchTime(11), parts));
      assertTrue(unknown.askAgain());
      assertEquals(new Committed(committed), Drivers.untilKnown(session, 11, parts));
      assertEquals(new Committed(false), commit(session, 12, List.of(count("c", 1))));
    }
    assertEquals(List.of("a 1", "b 1", "c 1"), sql.counts());
  }

  @Test
  void driverThatStandsStillInItsTransactionIsPutAside() {
    JdbcCalls calls = new JdbcCalls();
    CountDownLatch standing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    // Less than the silence after which the server ends it by itself.
    JdbcSink<Pair<String, Long>> sink =
        inserts(server.url()).patience(Duration.ofSeconds(20)).build();
    SinkSession<Pair<String, Long>> zombie =
        drivers.open(sink.in(new Surroundings(calls, Patience.real())), 1);
    List<StagedPart> parts = stage(zombie, 10, List.of(count("zombie", 1)));
    calls.watch(
        call -> {
          if (call.equals("Connection.commit")) {
            standing.countDown();
            uninterrupted(goOn);
          }
        });
    CompletableFuture<CommitOutcome> outcome = new CompletableFuture<>();
    Thread paused =
        new Thread(() -> outcome.complete(zombie.commit(new BatchTime(10), parts)), "paused");
    paused.start();
    uninterrupted(standing);
    // It holds the marker's row: without ending it the new driver would wait for ever.
    try (SinkSession<Pair<String, Long>> next = drivers.open(sink, 2)) {
      goOn.countDown();
      assertInstanceOf(Unknown.class, outcome.join());
      commit(next, 10, List.of(count("next", 1)));
      assertInstanceOf(Refused.class, Drivers.untilKnown(zombie, 10, parts));
    }
    zombie.close();
    assertEquals(List.of("next 1"), sql.counts());
  }

  private static void uninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void strangerThatLocksTheMarkerIsNamed() throws SQLException {
    JdbcSink<Pair<String, Long>> sink =
        inserts(server.url()).patience(Duration.ofSeconds(1)).build();
    drivers.open(sink, 1).close();
    try (var stranger = sql.connect();
        var statement = stranger.createStatement()) {
      stranger.setAutoCommit(false);
      statement.execute("SET application_name = 'somebody'");
      statement.execute("SELECT * FROM holdfast_commits FOR UPDATE");
      HoldfastException error = assertThrows(HoldfastException.class, () -> drivers.open(sink, 2));
      requireError(error, "its marker is locked by process ", "('somebody', user postgres");
    }
    drivers.open(sink, 3).close();
  }

  @Test
  void serverThatStandsStillIsGivenUpAndAskedAgain() {
    JdbcSink<Pair<String, Long>> sink =
        inserts(server.url()).silence(Duration.ofSeconds(1)).build();
    try (SinkSession<Pair<String, Long>> session = drivers.open(sink, 1)) {
      commit(session, 10, List.of(count("a", 1)));
      List<StagedPart> parts = stage(session, 11, List.of(count("b", 1)));
      server.pause();
      assertInstanceOf(Unknown.class, session.commit(new BatchTime(11), parts));
      server.resume();
      assertInstanceOf(Committed.class, Drivers.untilKnown(session, 11, parts));
    }
    assertEquals(List.of("a 1", "b 1"), sql.counts());
  }

  @Test
  void whatWillNeverWorkFailsAtOnce() throws IOException {
    String guarded = server.url().replace("user=postgres", "ssl=false");
    Path file = directory.resolve("login.properties");
    Files.writeString(file, "user=guarded\npassword=wrong\n");
    JdbcSink<Pair<String, Long>> login =
        inserts(guarded).credentials(Credentials.file(file)).build();
    requireError(
        assertThrows(ConfigurationException.class, () -> drivers.open(login, 1)),
        "password authentication failed for user \"guarded\"",
        "User and password come from the file");
    String other = server.url().replace("/postgres?", "/nowhere?");
    requireError(
        assertThrows(ConfigurationException.class, () -> drivers.open(inserts(other).build(), 1)),
        "database \"nowhere\" does not exist",
        "Make the database");
    Files.writeString(file, "user=guarded\npassword=right\n");
    requireError(
        assertThrows(ConfigurationException.class, () -> drivers.open(login, 1)),
        "is missing and could not be made: ERROR: permission denied for schema public",
        "Let somebody who may make tables do it: CREATE TABLE");
    JdbcSink<Pair<String, Long>> nobody =
        inserts("jdbc:postgresql://127.0.0.1:1/postgres").patience(Duration.ZERO).build();
    requireError(
        assertThrows(HoldfastException.class, () -> drivers.open(nobody, 1)),
        "could not be had within 0 s: Connection to 127.0.0.1:1 refused");
  }

  @Test
  void tablesThatAreMissingOrDoNotFitAreFoundWhenItOpens() {
    JdbcSink<Pair<String, Long>> sink =
        JdbcSink.<Pair<String, Long>>to(server.url())
            .table("counts")
            .column("word", ColumnType.TEXT, Pair::key)
            .column("total", ColumnType.BIGINT, Pair::value)
            .upsertBy("word")
            .build();
    String ddl =
        "CREATE TABLE \"counts\" (\"word\" text NOT NULL, \"total\" bigint, PRIMARY KEY (\"word\"))";
    requireError(
        assertThrows(ConfigurationException.class, () -> drivers.open(sink, 1)),
        "looked for in schema public",
        ddl);
    sql.run(
        "CREATE TABLE counts (word text, total int4)",
        "CREATE UNIQUE INDEX positive ON counts (word) WHERE total > 0");
    requireError(
        assertThrows(ConfigurationException.class, () -> drivers.open(sink, 1)),
        "column total is int4, which does not take every BIGINT");
    sql.run("ALTER TABLE counts ALTER total TYPE bigint");
    requireError(
        assertThrows(ConfigurationException.class, () -> drivers.open(sink, 1)),
        "no primary key or unique constraint is on exactly (word)");
    sql.run("DROP TABLE counts", ddl);
    try (SinkSession<Pair<String, Long>> session = drivers.open(sink, 1)) {
      commit(session, 10, List.of(count("a", 1)));
      sql.run("DROP TABLE holdfast_commits");
      requireError(
          assertThrows(
              NotReplayableException.class, () -> tryCommit(session, 11, List.of(count("b", 1)))),
          "its row in table holdfast_commits of jdbc:postgresql:");
    }
    assertThrows(NotReplayableException.class, () -> drivers.open(sink, 2));
    assertEquals(List.of("a 1"), sql.counts());
  }

  @Test
  void applicationsOfOneNameDoNotShareADatabase() {
    drivers.open(inserts(server.url()).build(), 1).close();
    requireError(
        assertThrows(
            WrongApplicationException.class,
            () -> new Drivers("word-count", 2).open(inserts(server.url()).build(), 1)),
        "Two applications of one name");
    new Drivers("other", 2).open(inserts(server.url()).build(), 1).close();
    assertEquals(List.of("counts 1 0", "counts 1 0"), sql.markers());
  }
}
