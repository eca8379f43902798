package io.holdfast.sink;

import io.holdfast.stream.BatchTime;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * An output opened by one driver of one epoch. The engine calls, per batch: {@link #committed}
 * after a recovery, {@link #stage} for each partition (from several threads at once, each {@link
 * PartWriter} from one), then {@link #commit} from one thread, batches in order.
 *
 * <p>When {@link #commit} is called, the states of the batch are durable: a batch that is computed
 * again after a crash finds them as they were. So three protocols fit:
 *
 * <ul>
 *   <li><b>Marker in the sink's own transaction</b> (a database, a log with transactions): stage
 *       keeps the rows at hand, commit writes rows and batch number in one transaction that is
 *       guarded by the epoch, committed reads the batch number.
 *   <li><b>Two-phase commit</b>: stage prepares, commit notes the decision durably ({@link
 *       SinkContext#notes}), then carries it out; opening carries out what was decided and drops
 *       the rest. {@link TwoPhaseSink} does this for any resource that can prepare.
 *   <li><b>Idempotent upsert</b>: commit writes each row under a key that follows from the data,
 *       unless what is there is of a later batch; committed may always be false, since writing
 *       again changes nothing.
 * </ul>
 */
public interface SinkSession<T> extends AutoCloseable {

  /** Whether the output of this batch is committed, durably. */
  boolean committed(BatchTime batch);

  /** Begins to stage one partition. Nothing of it is visible before the commit. */
  PartWriter<T> stage(BatchTime batch, int partition, int attempt);

  /**
   * What stages parts in other processes; {@link #commit} takes them like those of {@link #stage}.
   * Empty if this sink can stage only where it was opened: then a driver whose tasks run elsewhere
   * has the rows sent to it.
   */
  default Optional<PartStaging<T>> elsewhere() {
    return Optional.empty();
  }

  /**
   * Drops all that was staged for a batch: the attempt has failed and the batch is computed again.
   */
  void restage(BatchTime batch);

  /**
   * Makes the batch's output visible, all of it or nothing, and durable, or finds that this has
   * happened before. After {@link CommitOutcome.Unknown} that may be asked again it is called again
   * with the same parts, until the outcome is known: it then finds out first what became of the
   * last attempt.
   *
   * @param parts what this session's writers have returned, or those of {@link #elsewhere}: one for
   *     each partition that has rows
   */
  CommitOutcome commit(BatchTime batch, List<StagedPart> parts);

  /**
   * Shows what is committed and was kept back so far. Called when the job stops in good order,
   * after its last commit and from where it commits. A job that dies does not call it: it must make
   * nothing more durable than it was.
   */
  default void flush() {
    // Keeps nothing back.
  }

  @Override
  void close();

  /** Writes the rows of one attempt of one partition. */
  interface PartWriter<T> extends AutoCloseable {
    void write(T row);

    /**
     * All rows are there. A sink that commits what it has staged has made the part durable when
     * this returns; one that writes when it commits need not.
     */
    StagedPart finish();

    /** Drops the part if it was not finished. */
    @Override
    void close();
  }

  /** A staged, uncommitted part; what else there is to know of it is the sink's own matter. */
  interface StagedPart extends Serializable {
    int partition();

    long rows();
  }
}
