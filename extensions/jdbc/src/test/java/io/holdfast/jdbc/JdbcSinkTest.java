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

import io.holdfast.checkpoint.kryo.EncodedGraph;
import io.holdfast.checkpoint.kryo.KryoCodec;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.CommitOutcome.Refused;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import io.holdfast.stream.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What a batch does to a table, on H2: all of it or nothing, once, by the newest driver. */
final class JdbcSinkTest {
  private final Drivers drivers = Drivers.ofWordCount();
  private Sql sql;

  @BeforeEach
  void newDatabase(TestInfo test) {
    sql = Sql.memory(test.getTestMethod().orElseThrow().getName());
  }

  @Test
  void rowsAndMarkerAppearTogether() {
    try (SinkSession<Pair<String, Long>> session = drivers.open(inserts(sql.url()).build(), 1)) {
      List<StagedPart> parts =
          stage(session, 10, List.of(count("a", 1), count("b", 2)), List.of(count("c", 3)));
      assertEquals(List.of(), sql.counts());
      assertFalse(session.committed(new BatchTime(10)));
      assertEquals(new Committed(false), session.commit(new BatchTime(10), parts));
      assertEquals(List.of("a 1", "b 2", "c 3"), sql.counts());
      assertEquals(List.of("counts 1 10"), sql.markers());
      assertTrue(session.committed(new BatchTime(10)));
      assertFalse(session.committed(new BatchTime(11)));
    }
  }

  @Test
  void batchThatCommitsAgainChangesNothing() {
    try (SinkSession<Pair<String, Long>> session = drivers.open(inserts(sql.url()).build(), 1)) {
      commit(session, 10, List.of(count("a", 1)));
      assertEquals(new Committed(true), commit(session, 10, List.of(count("a", 1))));
      commit(session, 11, List.of(count("b", 1)));
    }
    try (SinkSession<Pair<String, Long>> next = drivers.open(inserts(sql.url()).build(), 2)) {
      assertTrue(next.committed(new BatchTime(10)));
      assertEquals(new Committed(true), commit(next, 11, List.of(count("b", 1))));
      assertEquals(new Committed(false), commit(next, 12, List.of(count("c", 1))));
    }
    assertEquals(List.of("a 1", "b 1", "c 1"), sql.counts());
    assertEquals(List.of("counts 2 12"), sql.markers());
  }

  @Test
  void batchWithoutRowsIsNoTransaction() {
    try (SinkSession<Pair<String, Long>> session = drivers.open(inserts(sql.url()).build(), 1)) {
      assertEquals(new Committed(false), session.commit(new BatchTime(10), List.of()));
      assertEquals(List.of("counts 1 0"), sql.markers());
    }
  }

  @Test
  void batchBeforeOneThatHasCommittedIsRefused() {
    try (SinkSession<Pair<String, Long>> session = drivers.open(inserts(sql.url()).build(), 1)) {
      commit(session, 20, List.of(count("a", 1)));
      Refused refused =
          assertInstanceOf(Refused.class, tryCommit(session, 10, List.of(count("b", 1))));
      assertTrue(refused.reason().contains("commit in order"), refused::reason);
    }
    assertEquals(List.of("a 1"), sql.counts());
  }

  @Test
  void olderDriverIsRefused() {
    SinkSession<Pair<String, Long>> old = drivers.open(inserts(sql.url()).build(), 1);
    List<StagedPart> parts = stage(old, 10, List.of(count("old", 1)));
    SinkSession<Pair<String, Long>> current = drivers.open(inserts(sql.url()).build(), 2);
    Refused refused = assertInstanceOf(Refused.class, old.commit(new BatchTime(10), parts));
    assertTrue(refused.reason().contains("a driver of epoch 2 owns"), refused::reason);
    commit(current, 10, List.of(count("new", 1)));
    assertInstanceOf(Refused.class, old.commit(new BatchTime(10), parts));
    assertEquals(List.of("new 1"), sql.counts());
    old.close();
    current.close();
  }

  @Test
  void lastRowOfAKeyCountsByPartitionAndThenByRow() {
    try (SinkSession<Pair<String, Long>> session = drivers.open(totals(sql.url()).build(), 1)) {
      List<StagedPart> parts =
          new ArrayList<>(
              stage(
                  session,
                  10,
                  List.of(count("a", 1), count("b", 1), count("a", 2)),
                  List.of(count("b", 3), count("c", 1))));
      Collections.reverse(parts);
      session.commit(new BatchTime(10), parts);
      assertEquals(List.of("a 2", "b 3", "c 1"), sql.counts());
      commit(session, 11, List.of(count("a", 9)));
      assertEquals(List.of("a 9", "b 3", "c 1"), sql.counts());
    }
  }

  @Test
  void keyMayBeAllThatThereIs() {
    JdbcSink<String> words =
        JdbcSink.<String>to(sql.url())
            .table("words")
            .column("word", ColumnType.TEXT, word -> word)
            .upsertBy("word")
            .createTables()
            .build();
    try (SinkSession<String> session = drivers.open(words, 1)) {
      commit(session, 10, List.of("a", "b", "a"));
      commit(session, 11, List.of("b", "c"));
    }
    assertEquals(List.of("a", "b", "c"), sql.rows("SELECT word FROM words ORDER BY word"));
  }

  @Test
  void manyRowsAreSentInSeveralGroups() {
    try (SinkSession<Pair<String, Long>> session = drivers.open(inserts(sql.url()).build(), 1)) {
      List<Pair<String, Long>> rows =
          LongStream.range(0, 2 * RowWriter.TOGETHER + 7).mapToObj(n -> count("w", n)).toList();
      commit(session, 10, rows);
      assertEquals(
          List.of(rows.size() + " " + rows.size()),
          sql.rows("SELECT count(*), count(DISTINCT total) FROM counts"));
    }
  }

  @Test
  void outputsShareAMarkerTable() {
    JdbcSink<Pair<String, Long>> sink = inserts(sql.url()).build();
    try (SinkSession<Pair<String, Long>> one = sink.open(drivers.context("one", 1));
        SinkSession<Pair<String, Long>> two = sink.open(drivers.context("two", 1))) {
      commit(one, 10, List.of(count("a", 1)));
      assertFalse(two.committed(new BatchTime(10)));
      commit(two, 10, List.of(count("b", 1)));
    }
    assertEquals(List.of("one 1 10", "two 1 10"), sql.markers());
  }

  @Test
  void everyTypeIsWrittenAndNullToo() {
    JdbcSink<Map<ColumnType, Object>> sink = EveryType.sink(sql.url());
    try (SinkSession<Map<ColumnType, Object>> session = drivers.open(sink, 1)) {
      commit(session, 10, List.of(EveryType.VALUES, Map.of(), EveryType.VALUES));
    }
    List<String> rows =
        sink.committedRows("counts", place -> null).orElseThrow().stream()
            .map(CommittedRow::row)
            .toList();
    assertEquals(3, rows.size());
    assertEquals(rows.get(1), rows.get(2));
    assertTrue(rows.get(1).endsWith("c_bytes=0102"), rows::toString);
    assertTrue(rows.get(1).contains("c_numeric=12.5, "), rows::toString);
    assertTrue(rows.get(0).matches("(c_\\w+=null(, )?)+"), rows::toString);
  }

  @Test
  void valueOfAnotherTypeIsRefusedWithColumnAndRow() {
    JdbcSink<Pair<String, Long>> sink =
        JdbcSink.<Pair<String, Long>>to(sql.url())
            .table("counts")
            .column("word", ColumnType.TEXT, Pair::key)
            .column("total", ColumnType.BIGINT, row -> row.value() == 0 ? "none" : row.value())
            .upsertBy("word")
            .createTables()
            .build();
    try (SinkSession<Pair<String, Long>> session = drivers.open(sink, 1);
        PartWriter<Pair<String, Long>> part = session.stage(new BatchTime(10), 0, 0)) {
      IllegalArgumentException type =
          assertThrows(IllegalArgumentException.class, () -> part.write(count("a", 0)));
      assertTrue(
          type.getMessage().contains("column total of type BIGINT takes Long, Integer")
              && type.getMessage().contains("java.lang.String none"),
          type::getMessage);
      IllegalArgumentException key =
          assertThrows(IllegalArgumentException.class, () -> part.write(count(null, 1)));
      assertTrue(key.getMessage().contains("null is no key"), key::getMessage);
      part.write(count("a", 5));
      session.commit(new BatchTime(10), List.of(part.finish()));
    }
    assertEquals(List.of("a 5"), sql.counts());
  }

  @Test
  void sinkIsAPartOfTheCheckpointedGraph() {
    JdbcSink<Pair<String, Long>> sink =
        totals(sql.url()).credentials(Credentials.environment("A", "B")).build();
    assertEquals(2, sink.functions().size());
    assertEquals(Guarantee.EXACTLY_ONCE, sink.promise(Guarantee.EXACTLY_ONCE).guarantee());
    JdbcSink<Pair<String, Long>> plain = totals(sql.url()).build();
    EncodedGraph graph = KryoCodec.encodeGraph(plain, KryoRegistrations.none());
    @SuppressWarnings("unchecked") // it was a sink for counts
    JdbcSink<Pair<String, Long>> restored =
        (JdbcSink<Pair<String, Long>>)
            assertInstanceOf(
                JdbcSink.class, KryoCodec.forGraphs(graph.registrations()).decode(graph.bytes()));
    try (SinkSession<Pair<String, Long>> session = drivers.open(restored, 1)) {
      commit(session, 10, List.of(count("a", 1)));
    }
    assertEquals(List.of("a 1"), sql.counts());
    EncodedGraph unopened = KryoCodec.encodeGraph(sink, KryoRegistrations.none());
    assertInstanceOf(
        JdbcSink.class, KryoCodec.forGraphs(unopened.registrations()).decode(unopened.bytes()));
  }
}
