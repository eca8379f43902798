package io.holdfast.testkit;

import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedCrash;
import io.holdfast.wal.storage.simulated.StorageOperation;

/** Ends a process at one of its storage operations. */
abstract class Death implements OperationObserver {
  private boolean died;

  /**
   * In the middle of the operation of a crash point; which part of it takes effect follows the
   * variation.
   */
  static Death inside(CrashPoint point, int variations) {
    return new Death() {
      @Override
      public int crashInside(StorageOperation operation) {
        if (operation.number() != point.operation()) {
          return NO_CRASH;
        }
        kill();
        return Math.max(1, operation.parts() * (point.variation() + 1) / (variations + 1));
      }
    };
  }

  /**
   * Before the operation that comes after {@code count} others; nothing has any effect after it.
   */
  static Death before(long count) {
    return new Death() {
      private long operations;

      @Override
      public void before(StorageOperation operation) {
        if (died() || operations++ == count) {
          kill();
          throw new SimulatedCrash("killed at " + operation);
        }
      }
    };
  }

  boolean died() {
    return died;
  }

  void kill() {
    died = true;
  }
}
