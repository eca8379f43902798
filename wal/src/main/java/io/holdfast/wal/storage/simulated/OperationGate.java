package io.holdfast.wal.storage.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/** Numbers the operations of one disk, shows them to the observer and plants the faults. */
final class OperationGate {
  private static final OperationObserver NOBODY = new OperationObserver() {};

  private record Planted(Predicate<StorageOperation> when, Fault fault) {}

  private final AtomicLong operations = new AtomicLong();
  private final List<Planted> faults = new ArrayList<>();
  private volatile OperationObserver observer = NOBODY;
  private volatile boolean watched;

  synchronized void observer(OperationObserver newObserver) {
    observer = newObserver;
    watched = true;
  }

  synchronized void plant(Predicate<StorageOperation> when, Fault fault) {
    faults.add(new Planted(when, fault));
    watched = true;
  }

  synchronized void clearFaults() {
    faults.clear();
  }

  long operations() {
    return operations.get();
  }

  Turn begin(SimulatedProcess process, StorageOperation.Kind kind, String path, int parts) {
    return begin(process, kind, path, parts, null);
  }

  /**
   * @param cut gives the disk on which only so many parts have happened; null if there is but one
   */
  Turn begin(
      SimulatedProcess process,
      StorageOperation.Kind kind,
      String path,
      int parts,
      IntFunction<SimulatedDisk> cut) {
    process.requireAlive();
    long number = operations.getAndIncrement();
    if (!watched) {
      return Turn.UNWATCHED;
    }
    var operation = new StorageOperation(number, kind, path, parts);
    OperationObserver present = observer;
    present.before(operation);
    if (cut != null && parts > 1) {
      present.inside(operation, cut);
    }
    int crashAfterParts = present.crashInside(operation);
    process.requireAlive();
    return new Turn(operation, present, faultOf(operation), crashAfterParts);
  }

  private synchronized Fault faultOf(StorageOperation operation) {
    for (Planted planted : faults) {
      if (planted.when.test(operation)) {
        return planted.fault;
      }
    }
    return null;
  }
}
