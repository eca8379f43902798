package io.holdfast.jdbc;

import static io.holdfast.jdbc.Drivers.count;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.CommitOutcome.Unknown;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Pair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed with SIGKILL again and again while two outputs commit batches to it. Each
 * batch is there once, whole, at the end.
 */
final class PostgresKillTest {
  private static final int KILLS = Integer.getInteger("holdfast.jdbc.kills", 30);
  private static final long SEED = Long.getLong("holdfast.jdbc.seed", 1);
  private static final int ROWS = 300;
  @TempDir Path directory;

  @Test
  void everyBatchIsThereOnceWhateverIsKilled() throws InterruptedException {
    // A killed process loses nothing that it has written, so the disk need not be asked.
    try (PostgresServer server = PostgresServer.start(directory, "fsync=off");
        Run run = new Run(server)) {
      for (int kill = 1; kill <= KILLS; kill++) {
        run.throughAKill();
      }
      run.check();
    }
  }

  private static final class Run implements AutoCloseable {
    private final PostgresServer server;
    private final Sql sql;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Drivers drivers = Drivers.ofWordCount();
    private final JdbcSink<Pair<String, Long>> events;
    private final JdbcSink<Pair<String, Long>> totals;
    private final List<SinkSession<Pair<String, Long>>> sessions = new ArrayList<>();
    private long epoch;
    private long batch;
    private long committing;
    private long unknown;

    Run(PostgresServer server) {
      this.server = server;
      this.sql = new Sql(server.url());
      this.events = Drivers.inserts(server.url()).table("events").build();
      this.totals = Drivers.totals(server.url()).build();
      newDriver();
      long start = time();
      for (int i = 0; i < 10; i++) {
        commitBoth(false);
      }
      committing = (time() - start) / 10;
    }

    @CompositionRoot("how long a commit takes decides when the server is killed")
    private static long time() {
      return System.nanoTime();
    }

    private void newDriver() {
      close();
      epoch++;
      sessions.add(events.open(drivers.context("events", epoch)));
      sessions.add(totals.open(drivers.context("totals", epoch)));
    }

    /** Commits batches until the server is gone, and the one that was cut with a server again. */
    void throughAKill() throws InterruptedException {
      long when = time() + random.nextLong(2 * committing);
      Thread killer =
          new Thread(
              () -> {
                while (time() < when) {
                  Thread.onSpinWait();
                }
                server.kill();
              },
              "killer");
      killer.start();
      boolean next = random.nextInt(3) == 0;
      while (!commitBoth(true)) {
        // The server still lives.
      }
      killer.join();
      server.restart();
      if (next) {
        newDriver();
      }
      batch--;
      commitBoth(false);
    }

    /**
     * The next batch, with both outputs.
     *
     * @param mayFail gives up at the first outcome that is not known
     * @return whether it has given up
     */
    private boolean commitBoth(boolean mayFail) {
      batch++;
      for (SinkSession<Pair<String, Long>> session : sessions) {
        List<Pair<String, Long>> rows =
            LongStream.range(0, ROWS).mapToObj(n -> count("w" + n, batch)).toList();
        List<StagedPart> parts = Drivers.stage(session, batch, rows, rows.subList(0, 10));
        CommitOutcome outcome =
            mayFail
                ? session.commit(new BatchTime(batch), parts)
                : Drivers.untilKnown(session, batch, parts);
        if (mayFail && outcome instanceof Unknown) {
          unknown++;
          return true;
        }
        assertInstanceOf(Committed.class, outcome);
      }
      return false;
    }

    void check() {
      String seed = "seed " + SEED + ", " + KILLS + " kills, " + batch + " batches";
      assertEquals(KILLS, unknown, seed);
      assertTrue(batch > KILLS, seed);
      assertEquals(
          List.of(),
          sql.rows(
              "SELECT total, count(*) FROM events GROUP BY total"
                  + " HAVING count(*) <> "
                  + (ROWS + 10)
                  + " OR count(DISTINCT word) <> "
                  + ROWS),
          seed);
      assertEquals(
          List.of(batch + " 1 " + batch),
          sql.rows("SELECT count(DISTINCT total), min(total), max(total) FROM events"),
          seed);
      assertEquals(
          List.of(ROWS + " " + batch + " " + batch),
          sql.rows("SELECT count(*), min(total), max(total) FROM counts"),
          seed);
      assertEquals(
          List.of("events " + epoch + " " + batch, "totals " + epoch + " " + batch),
          sql.markers(),
          seed);
    }

    @Override
    public void close() {
      sessions.forEach(SinkSession::close);
      sessions.clear();
    }
  }
}
