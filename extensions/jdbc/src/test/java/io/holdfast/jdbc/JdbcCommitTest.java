package io.holdfast.jdbc;

import static io.holdfast.jdbc.Drivers.commit;
import static io.holdfast.jdbc.Drivers.count;
import static io.holdfast.jdbc.Drivers.inserts;
import static io.holdfast.jdbc.Drivers.stage;
import static io.holdfast.jdbc.Drivers.totals;
import static io.holdfast.jdbc.Drivers.tryCommit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.HoldfastException;
import io.holdfast.JobFailedException;
import io.holdfast.jdbc.JdbcSink.Surroundings;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.CommitOutcome.Unknown;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Pair;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commits that fail: what is asked again, what is an error, and that nothing is half written. */
final class JdbcCommitTest {
  private final Drivers drivers = Drivers.ofWordCount();
  private final JdbcCalls calls = new JdbcCalls();
  private Sql sql;

  @BeforeEach
  void newDatabase(TestInfo test) {
    sql = Sql.memory(test.getTestMethod().orElseThrow().getName());
    sql.run("DROP ALL OBJECTS");
  }

  private SinkSession<Pair<String, Long>> open(JdbcSinkBuilder<Pair<String, Long>> sink) {
    return drivers.open(sink.build().in(new Surroundings(calls, Patience.real())), 1);
  }

  private static void requireError(HoldfastException error, String... parts) {
    for (String part : parts) {
      assertTrue(error.getMessage().contains(part), () -> part + " | " + error.getMessage());
    }
  }

  @Test
  void valueThatDoesNotFitIsNamedAndNothingIsWritten() {
    sql.run("CREATE TABLE counts (word VARCHAR(3), total BIGINT CHECK (total <> 13))");
    try (SinkSession<Pair<String, Long>> session = open(inserts(sql.url()))) {
      List<Pair<String, Long>> many =
          LongStream.range(100, 100 + RowWriter.TOGETHER + 10)
              .mapToObj(n -> count("w", n))
              .toList();
      List<StagedPart> tooLong =
          stage(session, 10, many, List.of(count("abc", 1), count("abcd", 2), count("a", 3)));
      requireError(
          assertThrows(JobFailedException.class, () -> session.commit(new BatchTime(10), tooLong)),
          "Table counts in jdbc:h2:mem:",
          "does not take batch 10 ",
          "of output 'counts'",
          "It is row 2 of partition 1 (word=abcd, total=2); column word takes 3 characters.",
          "Nothing of the batch was written.");
      requireError(
          assertThrows(
              JobFailedException.class,
              () -> tryCommit(session, 10, List.of(count("a", 1), count("b", 13)))),
          "Check constraint violation",
          "row 2 of partition 0 (word=b, total=13).");
      assertEquals(List.of(), sql.counts());
      assertEquals(List.of("counts 1 0"), sql.markers());
      commit(session, 10, List.of(count("a", 1)));
    }
    assertEquals(List.of("a 1"), sql.counts());
  }

  @Test
  void rowsThatAreOnlyRefusedTogetherAreNamedToo() {
    sql.run("CREATE TABLE counts (word VARCHAR(3) PRIMARY KEY, total BIGINT)");
    try (SinkSession<Pair<String, Long>> session = open(inserts(sql.url()))) {
      requireError(
          assertThrows(
              JobFailedException.class,
              () -> tryCommit(session, 10, List.of(count("a", 1), count("b", 1), count("a", 2)))),
          "row 3 of partition 0 (word=a, total=2)");
    }
  }

  @ParameterizedTest
  @CsvSource({"08006, true", "57P01, true", "40001, false", "53300, false", "25006, false"})
  void whatMayPassIsAskedAgain(String state, boolean commits) {
    AtomicReference<String> at =
        new AtomicReference<>(commits ? "Connection.commit" : "PreparedStatement.executeBatch");
    calls.watch(
        call -> {
          if (call.equals(at.get())) {
            at.set("");
            throw new SQLException("as the server says", state);
          }
        });
    String atCommit = at.getAndSet("");
    try (SinkSession<Pair<String, Long>> session = open(totals(sql.url()))) {
      at.set(atCommit);
      List<StagedPart> parts = stage(session, 10, List.of(count("a", 1)));
      Unknown unknown = assertInstanceOf(Unknown.class, session.commit(new BatchTime(10), parts));
      assertTrue(unknown.askAgain());
      assertTrue(unknown.reason().contains("as the server says"), unknown::reason);
      assertEquals(new Committed(false), session.commit(new BatchTime(10), parts));
    }
    assertEquals(List.of("a 1"), sql.counts());
  }

  @Test
  void answerOfACommitThatIsLostIsFoundOut() {
    try (SinkSession<Pair<String, Long>> session = open(inserts(sql.url()))) {
      commit(session, 9, List.of(count("z", 1)));
      List<StagedPart> parts = stage(session, 10, List.of(count("a", 1)));
      AtomicReference<String> before = new AtomicReference<>("");
      calls.watch(
          call -> {
            // What follows a commit on H2; the commit itself has taken effect.
            if (before.getAndSet(call).equals("Connection.commit")) {
              throw new SQLException("gone", "08006");
            }
          });
      assertInstanceOf(Unknown.class, session.commit(new BatchTime(10), parts));
      assertEquals(List.of("a 1", "z 1"), sql.counts());
      calls.watch(call -> {});
      assertEquals(new Committed(true), session.commit(new BatchTime(10), parts));
      assertEquals(new Committed(false), commit(session, 11, List.of(count("b", 1))));
    }
    assertEquals(List.of("a 1", "b 1", "z 1"), sql.counts());
  }

  @Test
  void keysThatOnlyTheDatabaseFindsEqualReplaceOneAnother() {
    sql.run("CREATE TABLE counts (word VARCHAR_IGNORECASE PRIMARY KEY, total BIGINT)");
    try (SinkSession<Pair<String, Long>> session = open(totals(sql.url()))) {
      commit(session, 10, List.of(count("a", 1), count("A", 2), count("b", 1)));
    }
    assertEquals(List.of("2", "1"), sql.rows("SELECT total FROM counts ORDER BY word"));
  }

  @Test
  void tableThatIsGoneIsOfferedAgain() {
    try (SinkSession<Pair<String, Long>> session = open(inserts(sql.url()))) {
      sql.run("DROP TABLE counts");
      requireError(
          assertThrows(
              ConfigurationException.class, () -> tryCommit(session, 10, List.of(count("a", 1)))),
          "there is no such table any more",
          "CREATE TABLE \"COUNTS\"",
          "Nothing of the batch was written");
      sql.run("CREATE TABLE counts (word VARCHAR(3), other BIGINT)");
      requireError(
          assertThrows(
              JobFailedException.class, () -> tryCommit(session, 10, List.of(count("a", 1)))),
          "Column \"TOTAL\" not found",
          "put right what it says");
      assertEquals(List.of("counts 1 0"), sql.markers());
    }
  }

  @Test
  void lockThatIsNotGivenUpIsAskedForAgain() throws SQLException {
    try (SinkSession<Pair<String, Long>> session = open(inserts(sql.url()));
        var other = sql.connect();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("UPDATE holdfast_commits SET part = part");
      List<StagedPart> parts = stage(session, 10, List.of(count("a", 1)));
      calls.watch(
          call -> {
            if (call.equals("PreparedStatement.executeUpdate")) {
              throw new SQLException("Timeout trying to lock table", "HYT00", 50200);
            }
          });
      Unknown unknown = assertInstanceOf(Unknown.class, session.commit(new BatchTime(10), parts));
      assertTrue(unknown.reason().contains("locked by another session"), unknown::reason);
      calls.watch(call -> {});
      other.rollback();
      assertEquals(new Committed(false), session.commit(new BatchTime(10), parts));
    }
  }

  @Test
  void markerThatSomebodySetBackIsAnError() {
    SinkSession<Pair<String, Long>> session = drivers.open(inserts(sql.url()).build(), 5);
    sql.run("UPDATE holdfast_commits SET epoch = 4");
    requireError(
        assertThrows(
            JobFailedException.class, () -> tryCommit(session, 10, List.of(count("a", 1)))),
        "for epoch 5",
        "says epoch 4");
    session.close();
  }

  @Test
  void closedOutputLeavesNoConnectionAndNoThread() throws InterruptedException {
    Drivers own = new Drivers("closing", 1);
    for (long epoch = 1; epoch < 4; epoch++) {
      try (SinkSession<Pair<String, Long>> session = own.open(inserts(sql.url()).build(), epoch)) {
        commit(session, epoch, List.of(count("a", epoch)));
      }
    }
    assertEquals(List.of("1"), sql.rows("SELECT count(*) FROM information_schema.sessions"));
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("holdfast-closing")) {
        thread.join(20_000);
        assertFalse(thread.isAlive(), thread::toString);
      }
    }
  }
}
