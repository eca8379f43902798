package io.holdfast.jdbc;

import static io.holdfast.jdbc.Drivers.count;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.jdbc.JdbcCalls.Died;
import io.holdfast.jdbc.JdbcSink.Surroundings;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.SinkSession;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Pair;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every JDBC call is broken once, before it and after it: by the loss of the connection, after
 * which the same driver goes on, and by the death of the process before it, after which the next
 * one does.
 */
final class JdbcCrashTest {
  private static final long BATCHES = 2;

  @ParameterizedTest
  @CsvSource({"false,false", "false,true", "true,false"})
  void everyCallMayBreak(boolean dies, boolean after) {
    Set<String> broken = new LinkedHashSet<>();
    for (long call = 1; ; call++) {
      String where = new Life(dies, after, call).run();
      if (where.isEmpty()) {
        break;
      }
      broken.add(where);
    }
    for (String call :
        List.of(
            "DataSource.getConnection",
            "PreparedStatement.executeUpdate",
            "PreparedStatement.executeBatch",
            "Connection.commit")) {
      String place = call + (after ? ", after" : ", before");
      assertTrue(broken.contains(place), () -> place + " was never broken: " + broken);
    }
  }

  /** An application from its first start to its end. */
  private static final class Life {
    private final JdbcCalls calls;
    private final Sql sql;
    private final Drivers drivers = Drivers.ofWordCount();
    private final AtomicLong time = new AtomicLong();

    Life(boolean dies, boolean after, long call) {
      // What only looks at a connection need not be broken in every way.
      calls = new JdbcCalls(!dies && !after);
      sql = Sql.memory("life-" + dies + "-" + after + "-" + call);
      calls.breakAt(call, after, dies);
    }

    /** The call that was broken. */
    String run() {
      long epoch = 1;
      while (!drive(epoch)) {
        epoch++;
        assertTrue(epoch < 4, () -> "died more than once: " + calls.broken());
      }
      String where = calls.broken();
      List<String> expected = new ArrayList<>();
      for (long batch = 1; batch <= BATCHES; batch++) {
        expected.add("a " + batch);
        expected.add("b " + batch);
      }
      assertEquals(
          expected, sql.rows("SELECT word, total FROM counts ORDER BY total, word"), where);
      assertEquals(List.of("counts " + epoch + " 2"), sql.markers(), where);
      sql.run("SHUTDOWN");
      return where;
    }

    /** A driver as the engine is one; whether it came to the end. */
    private boolean drive(long epoch) {
      SinkSession<Pair<String, Long>> session = null;
      try {
        session = drivers.open(seen(Drivers.inserts(sql.url())), epoch);
        for (long batch = 1; batch <= BATCHES; batch++) {
          commit(session, epoch, batch);
        }
        return true;
      } catch (Died e) {
        return false;
      } finally {
        close(session);
      }
    }

    private JdbcSink<Pair<String, Long>> seen(JdbcSinkBuilder<Pair<String, Long>> sink) {
      Patience patience = new Patience(time::get, millis -> time.addAndGet(millis * 1_000_000));
      return sink.build().in(new Surroundings(calls, patience));
    }

    private static void commit(SinkSession<Pair<String, Long>> session, long epoch, long batch) {
      if (epoch == 1 || !session.committed(new BatchTime(batch))) {
        var parts =
            Drivers.stage(session, batch, List.of(count("a", batch)), List.of(count("b", batch)));
        assertInstanceOf(Committed.class, Drivers.untilKnown(session, batch, parts));
      }
    }

    private static void close(SinkSession<?> session) {
      try {
        if (session != null) {
          session.close();
        }
      } catch (Died e) {
        // It had nothing to do any more.
      }
    }
  }
}
