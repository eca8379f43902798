package io.holdfast.testkit.chaos;

import io.holdfast.testkit.bugs.FaultyStorage;
import io.holdfast.testkit.process.LifeConditions;
import io.holdfast.wal.storage.Storage;

/**
 * Locks do nothing, as where a lock is only a lease that has run out: two drivers can be alive in
 * one directory, and epochs alone keep them apart.
 */
public class Unlocked implements LifeConditions {
  @Override
  public Storage storage(Storage steps) {
    return new FaultyStorage(steps) {
      @Override
      public Lock lock(String path) {
        return new Lock() {
          @Override
          public void describe(String text) {
            // Nobody asks.
          }

          @Override
          public void close() {
            // Nothing is held.
          }
        };
      }
    };
  }
}
