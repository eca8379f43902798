package io.holdfast.testkit.fault;

import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedCrash;
import io.holdfast.wal.storage.simulated.StorageOperation;

/** Ends a process before one of its storage operations. */
public final class Death implements OperationObserver {
  private final long operation;
  private boolean died;

  /**
   * A death.
   *
   * @param operation number of the operation, counted on the disk
   */
  public Death(long operation) {
    this.operation = operation;
  }

  @Override
  public void before(StorageOperation next) {
    if (died || next.number() >= operation) {
      died = true;
      throw new SimulatedCrash("killed at " + next);
    }
  }

  public boolean died() {
    return died;
  }
}
