package io.holdfast.wal.storage.simulated;

/**
 * The process on whose behalf a storage works; after its death whatever it still tries ends in a
 * crash.
 */
final class SimulatedProcess {
  private volatile boolean dead;

  void kill() {
    dead = true;
  }

  void requireAlive() {
    if (dead) {
      throw new SimulatedCrash("this process was killed");
    }
  }
}
