package io.holdfast.wal.storage.simulated;

import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageFullException;

/** One operation while it is performed: how far it gets, and how it ends. */
final class Turn {
  private final StorageOperation operation;
  private final OperationObserver observer;
  private final Fault fault;
  private final int crashAfterParts;

  Turn(StorageOperation operation, OperationObserver observer, Fault fault, int crashAfterParts) {
    this.operation = operation;
    this.observer = observer;
    this.fault = fault;
    this.crashAfterParts = crashAfterParts;
  }

  /** A turn that nobody watches. */
  static final Turn UNWATCHED = new Turn(null, null, null, OperationObserver.NO_CRASH);

  /** How many of {@code parts} take effect. */
  int effectiveParts(int parts) {
    if (crashAfterParts != OperationObserver.NO_CRASH) {
      return Math.min(parts, crashAfterParts);
    }
    if (fault != null) {
      return fault.isShortWrite() && operation.kind() == StorageOperation.Kind.WRITE
          ? parts / 2
          : 0;
    }
    return parts;
  }

  /** Whether the kernel has tried the operation and failed. */
  boolean fails() {
    return fault != null
        && fault != Fault.INTERRUPT
        && crashAfterParts == OperationObserver.NO_CRASH;
  }

  /** Ends the turn the way it was decided: by a crash, an error, or normally. */
  void end(String verb, String location) {
    if (operation == null) {
      return;
    }
    if (crashAfterParts != OperationObserver.NO_CRASH) {
      throw new SimulatedCrash("inside " + operation + ", after " + crashAfterParts + " parts");
    }
    if (fault != null) {
      String prefix = verb + " " + location + ": ";
      if (fault == Fault.INTERRUPT) {
        throw new StorageException(prefix + "interrupted, the file is closed (simulated)", null);
      }
      throw fault.isNoSpace()
          ? new StorageFullException(prefix + "no space left (simulated)", null)
          : new StorageException(prefix + "I/O error (simulated)", null);
    }
    observer.after(operation);
  }
}
