package io.holdfast.testkit;

import io.holdfast.wal.storage.simulated.StorageOperation;
import java.util.ArrayList;
import java.util.List;

/** Finds the operations that a crash can cut in the middle. */
final class DivisibleOperations extends RunObserver {
  private final List<StorageOperation> found = new ArrayList<>();

  @Override
  public void before(StorageOperation operation) {
    if (operation.parts() > 1) {
      found.add(operation);
    }
  }

  List<StorageOperation> found() {
    return found;
  }
}
