package io.holdfast.wal.storage.simulated;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;

/** Ends the process at the operation of one number. */
final class CrashAt implements OperationObserver {
  private enum Where {
    BEFORE,
    INSIDE,
    AFTER
  }

  private final long number;
  private final Where where;
  private final int parts;

  private CrashAt(long number, Where where, int parts) {
    this.number = number;
    this.where = where;
    this.parts = parts;
  }

  static CrashAt before(long number) {
    return new CrashAt(number, Where.BEFORE, 0);
  }

  static CrashAt inside(long number, int parts) {
    return new CrashAt(number, Where.INSIDE, parts);
  }

  static CrashAt after(long number) {
    return new CrashAt(number, Where.AFTER, 0);
  }

  static SimulatedCrash runInto(Executable life) {
    return assertThrows(SimulatedCrash.class, life);
  }

  @Override
  public void before(StorageOperation operation) {
    crashIf(where == Where.BEFORE, operation);
  }

  @Override
  public int crashInside(StorageOperation operation) {
    return where == Where.INSIDE && operation.number() == number ? parts : NO_CRASH;
  }

  @Override
  public void after(StorageOperation operation) {
    crashIf(where == Where.AFTER, operation);
  }

  private void crashIf(boolean here, StorageOperation operation) {
    if (here && operation.number() == number) {
      throw new SimulatedCrash(where + " " + operation);
    }
  }
}
