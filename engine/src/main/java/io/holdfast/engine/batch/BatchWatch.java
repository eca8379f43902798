package io.holdfast.engine.batch;

import io.holdfast.engine.commit.Output;
import io.holdfast.engine.journal.Allocation;
import io.holdfast.sink.CommitOutcome;

/**
 * Told what becomes of batches. Called on the driver's executor, but for {@link #commit}; must not
 * change anything.
 */
public interface BatchWatch {
  /** The batch is durable (F3) and waits to be run. */
  void submitted(Allocation batch);

  /** The batch begins to run. */
  void started(Allocation batch);

  /** Commits an output and takes note of how that went. On the commit executor. */
  CommitOutcome commit(Allocation batch, String output, Output.Commit commit);

  /**
   * The batch has run.
   *
   * @param error why it has failed; null if every output has committed
   */
  void ran(Allocation batch, Throwable error);
}
