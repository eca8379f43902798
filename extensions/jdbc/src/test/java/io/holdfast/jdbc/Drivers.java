package io.holdfast.jdbc;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.holdfast.runtime.Scheduler.Cancellable;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.CommitOutcome.Unknown;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import io.holdfast.stream.Pair;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The drivers of one application, which open outputs one after the other, with its directory. */
final class Drivers {
  private final String application;
  private final UUID id;
  private final SimulatedDisk disk = new SimulatedDisk();

  Drivers(String application, long id) {
    this.application = application;
    this.id = new UUID(0x1234, id);
  }

  static Drivers ofWordCount() {
    return new Drivers("word-count", 1);
  }

  /** Opens the output {@code counts}. */
  <T> SinkSession<T> open(JdbcSink<T> sink, long epoch) {
    return sink.open(context("counts", epoch));
  }

  SinkContext context(String output, long epoch) {
    return new Context(application, id, output, epoch, disk.storage());
  }

  private record Context(
      String application, UUID applicationId, String output, long epoch, Storage directory)
      implements SinkContext {
    @Override
    public Guarantee guarantee() {
      return Guarantee.EXACTLY_ONCE;
    }

    @Override
    public Storage storage(String location) {
      throw new AssertionError("a database is no storage");
    }

    @Override
    public Storage notes() {
      return directory.directory("outputs/" + output);
    }

    /** Nothing happens by itself here. */
    @Override
    public Cancellable later(Duration delay, Runnable task) {
      return () -> {};
    }
  }

  /** Stages one partition for each list. */
  @SafeVarargs
  static <T> List<StagedPart> stage(SinkSession<T> session, long batch, List<T>... partitions) {
    List<StagedPart> parts = new ArrayList<>();
    for (List<T> rows : partitions) {
      try (PartWriter<T> part = session.stage(new BatchTime(batch), parts.size(), 0)) {
        rows.forEach(part::write);
        parts.add(part.finish());
      }
    }
    return parts;
  }

  /** Stages and commits one partition; the outcome is known at once. */
  static <T> Committed commit(SinkSession<T> session, long batch, List<T> rows) {
    return assertInstanceOf(Committed.class, tryCommit(session, batch, rows));
  }

  static <T> CommitOutcome tryCommit(SinkSession<T> session, long batch, List<T> rows) {
    return session.commit(new BatchTime(batch), stage(session, batch, rows));
  }

  /** Asks as the engine does, until the outcome is known. */
  static CommitOutcome untilKnown(SinkSession<?> session, long batch, List<StagedPart> parts) {
    CommitOutcome outcome = session.commit(new BatchTime(batch), parts);
    for (int asked = 0; outcome instanceof Unknown unknown && asked < 100; asked++) {
      if (!unknown.askAgain()) {
        throw new AssertionError(unknown);
      }
      outcome = session.commit(new BatchTime(batch), parts);
    }
    return outcome;
  }

  static Pair<String, Long> count(String word, long total) {
    return new Pair<>(word, total);
  }

  /** Words and their totals; a new total replaces the old one. */
  static JdbcSinkBuilder<Pair<String, Long>> totals(String url) {
    return inserts(url).upsertBy("word");
  }

  /** Words and their totals, one after the other. */
  static JdbcSinkBuilder<Pair<String, Long>> inserts(String url) {
    return JdbcSink.<Pair<String, Long>>to(url)
        .table("counts")
        .column("word", ColumnType.TEXT, Pair::key)
        .column("total", ColumnType.BIGINT, Pair::value)
        .createTables();
  }
}
