package io.holdfast.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.holdfast.jdbc.CommitErrors.Failed;
import io.holdfast.jdbc.CommitErrors.Step;
import io.holdfast.jdbc.Marker.Row;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.CommitOutcome.Refused;
import io.holdfast.sink.CommitOutcome.Unknown;
import io.holdfast.sink.PartStaging;
import io.holdfast.sink.SinkSession;
import io.holdfast.stream.BatchTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * An open output. Rows are kept in memory until their batch commits; then marker and rows go in one
 * transaction. The marker goes first: its row's lock keeps a newer driver from claiming the output
 * in between.
 *
 * <p>The marker is moved from the batch that this session knows to be the last, not from any
 * earlier one: so a database that has lost a commit is noticed before it gets the next.
 */
final class JdbcSession<T> implements SinkSession<T> {
  private final Database database;
  private final HikariDataSource pool;
  private final Target<T> target;
  private final Marker marker;
  private final OpenedNote note;
  private final RowWriter writer;
  private final CommitErrors errors;
  private final long opened;
  private volatile long last;

  /**
   * What opening has found.
   *
   * @param last the last batch that is committed
   */
  record Claimed(Layout layout, Marker marker, long last) {}

  JdbcSession(Opening<T> opening, Claimed claimed, HikariDataSource pool) {
    this.database = opening.database();
    this.pool = pool;
    this.target = opening.target();
    this.note = opening.note();
    this.marker = claimed.marker();
    this.writer = new RowWriter(target, claimed.layout());
    this.errors = new CommitErrors(database, target, marker, writer);
    this.opened = claimed.last();
    this.last = claimed.last();
  }

  @Override
  public boolean committed(BatchTime batch) {
    Optional<Row> row =
        database.ask(
            marker,
            connection -> {
              Optional<Row> found = marker.read(connection);
              database.dialect().force(connection);
              return found;
            });
    Row found = row.orElseThrow(() -> Opening.forgotten(marker));
    marker.requireNotOthers(found);
    requireNothingLost(found);
    return found.batch() >= batch.epochMillis();
  }

  @Override
  public PartWriter<T> stage(BatchTime batch, int partition, int attempt) {
    return new JdbcPartWriter<>(target, database.dialect().takesZeroCharacter(), partition);
  }

  @Override
  public Optional<PartStaging<T>> elsewhere() {
    return Optional.of(new JdbcStaging<>(target, database.dialect().takesZeroCharacter()));
  }

  /** Parts are with the engine; nothing of them is here. */
  @Override
  public void restage(BatchTime batch) {}

  @Override
  public CommitOutcome commit(BatchTime batch, List<StagedPart> parts) {
    if (parts.isEmpty()) {
      return new Committed(false);
    }
    Rows rows = new Rows(parts, target);
    try {
      return new Transaction(batch, rows).run(RowWriter.TOGETHER);
    } catch (Failed e) {
      if (e.step() == Step.ROWS && database.dialect().sameKeyTwice(e.error())) {
        return oneByOne(batch, rows);
      }
      return errors.outcome(batch, rows, e);
    }
  }

  /** Two keys differ here and are the same in the database: the later row replaces the other. */
  private CommitOutcome oneByOne(BatchTime batch, Rows rows) {
    try {
      return new Transaction(batch, rows).run(1);
    } catch (Failed e) {
      return errors.outcome(batch, rows, e);
    }
  }

  /** One transaction, which knows how far it has come. */
  private final class Transaction {
    private final BatchTime batch;
    private final Rows rows;
    private Step step = Step.CONNECT;

    Transaction(BatchTime batch, Rows rows) {
      this.batch = batch;
      this.rows = rows;
    }

    CommitOutcome run(int together) throws Failed {
      try (Connection connection = pool.getConnection()) {
        try {
          return on(connection, together);
        } catch (SQLException e) {
          // Nothing is known of it any more; the next attempt gets another one.
          pool.evictConnection(connection);
          throw e;
        }
      } catch (SQLException e) {
        throw new Failed(step, e);
      }
    }

    private CommitOutcome on(Connection connection, int together) throws SQLException {
      step = Step.MARKER;
      long number = batch.epochMillis();
      if (number <= last || !marker.advance(connection, last, number)) {
        connection.rollback();
        return found(connection, batch);
      }
      step = Step.ROWS;
      writer.write(connection, rows, together);
      step = Step.COMMIT;
      connection.commit();
      database.dialect().force(connection);
      last = number;
      return new Committed(false);
    }
  }

  /** Why the marker could not be moved: the batch is committed, or not this driver's to commit. */
  private CommitOutcome found(Connection connection, BatchTime batch) throws SQLException {
    Row row = marker.read(connection).orElseThrow(() -> Opening.forgotten(marker));
    database.dialect().force(connection);
    connection.rollback();
    if (row.epoch() > marker.owner().epoch()) {
      return new Refused(marker.fenced(row));
    }
    marker.requireNotOthers(row);
    requireNothingLost(row);
    if (row.epoch() < marker.owner().epoch()) {
      throw errors.notClaimed(row);
    }
    boolean later = row.batch() > batch.epochMillis();
    if (later && batch.epochMillis() > opened) {
      return new Refused(
          "batch "
              + row.batch()
              + " has committed before it; batches of an output commit in order.");
    }
    last = row.batch();
    if (row.batch() >= batch.epochMillis()) {
      return new Committed(true);
    }
    String reason = marker.place() + " has changed meanwhile; it is asked again.";
    return new Unknown(reason, database.unknown(new SQLException(reason)), true);
  }

  /** A note makes sure that the next start says so, too. */
  private void requireNothingLost(Row row) {
    if (row.batch() < last) {
      note.remember(last);
      throw Opening.wentBack(marker, row.batch(), last);
    }
  }

  @Override
  public void close() {
    try {
      pool.close();
    } finally {
      note.notes().close();
    }
  }
}
