package io.holdfast.testkit;

import io.holdfast.testkit.CrashPoint.Phase;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.util.ArrayList;
import java.util.List;

/** Finds the operations that a crash can cut in the middle. */
final class DivisibleOperations extends RunObserver {
  private final List<StorageOperation> found = new ArrayList<>();

  @Override
  void reached(StorageOperation operation, Phase phase) {
    if (phase == Phase.BEFORE && operation.parts() > 1) {
      found.add(operation);
    }
  }

  List<StorageOperation> found() {
    return found;
  }
}
