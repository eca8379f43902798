package io.holdfast.jdbc;

import io.holdfast.ConfigurationException;
import io.holdfast.HoldfastException;
import io.holdfast.JobFailedException;
import io.holdfast.jdbc.Marker.Row;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.CommitOutcome.Unknown;
import io.holdfast.stream.BatchTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What becomes of a commit that has met an error of the database: asked again if that may help, an
 * error that says what to do if not.
 */
record CommitErrors(Database database, Target<?> target, Marker marker, RowWriter writer) {
  private static final String PENDING =
      " Nothing of the batch was written. All received data is kept and the batch is still pending; ";

  /** How far a transaction came. */
  enum Step {
    CONNECT,
    MARKER,
    ROWS,
    COMMIT
  }

  /** A transaction has failed. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;
    private final Step step;
    private final SQLException error;

    Failed(Step step, SQLException error) {
      super(error);
      this.step = step;
      this.error = error;
    }

    Step step() {
      return step;
    }

    SQLException error() {
      return error;
    }
  }

  /**
   * The outcome of a commit.
   *
   * @throws HoldfastException if it would fail again
   */
  CommitOutcome outcome(BatchTime batch, Rows rows, Failed failed) {
    SQLException error = failed.error();
    String words = SqlTrouble.words(error);
    SqlTrouble trouble = database.dialect().trouble(error);
    return switch (trouble) {
      case LOCKED -> unknown(error, "locked by " + database.holders(marker, error));
      case ROLLED_BACK -> unknown(error, "the database has rolled it back: " + words);
      case AWAY -> unknown(error, failed.step() == Step.COMMIT ? "no answer: " + words : words);
      case DATA -> throw data(batch, rows, error);
      case LASTING -> {
        if (failed.step() == Step.COMMIT) {
          yield unknown(error, words);
        }
        throw lasting(batch, error);
      }
    };
  }

  private Unknown unknown(SQLException error, String reason) {
    return new Unknown(database.place() + ": " + reason + ".", database.unknown(error), true);
  }

  private HoldfastException data(BatchTime batch, Rows rows, SQLException error) {
    String where = refused(rows, error).map(row -> " It is " + row + ".").orElse("");
    return new JobFailedException(
        start(batch)
            + SqlTrouble.words(error)
            + "."
            + where
            + PENDING
            + "mend the table or the job and start again.",
        error);
  }

  private String start(BatchTime batch) {
    return "Table "
        + target.table()
        + " in "
        + database.place()
        + " does not take batch "
        + batch
        + " of output '"
        + marker.owner().output()
        + "': ";
  }

  private Optional<String> refused(Rows rows, SQLException error) {
    try (Connection connection = database.source().getConnection()) {
      connection.setAutoCommit(false);
      try {
        return writer.refused(connection, rows);
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      error.addSuppressed(e);
      return Optional.empty();
    }
  }

  private HoldfastException lasting(BatchTime batch, SQLException error) {
    try (Connection connection = database.source().getConnection()) {
      if (FoundTable.find(connection, database.dialect(), target.marker()).isEmpty()) {
        return Opening.forgotten(marker);
      }
      if (FoundTable.find(connection, database.dialect(), target.table()).isEmpty()) {
        return new ConfigurationException(
            start(batch)
                + "there is no such table any more."
                + PENDING
                + "make it again ("
                + Layout.ddl(Names.of(connection), database.dialect(), target)
                + "), bring its rows back, and start again.",
            error);
      }
    } catch (SQLException e) {
      error.addSuppressed(e);
    }
    return new JobFailedException(
        start(batch)
            + SqlTrouble.words(error)
            + "."
            + PENDING
            + "put right what it says and start again.",
        error);
  }

  /** Somebody has set the epoch back. */
  HoldfastException notClaimed(Row row) {
    return new JobFailedException(
        "This driver has claimed the "
            + marker.owner().path()
            + " for epoch "
            + marker.owner().epoch()
            + ", and "
            + marker.place()
            + " says epoch "
            + row.epoch()
            + ": somebody else has changed it, or the database was set back. Start the job again; it"
            + " claims the output anew and finds out what is committed.");
  }
}
