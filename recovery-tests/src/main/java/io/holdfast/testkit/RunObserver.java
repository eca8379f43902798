package io.holdfast.testkit;

import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedDisk;

/** Watches the storage operations of one life, and knows what is being watched. */
abstract class RunObserver implements OperationObserver {
  private SimulatedDisk disk;
  private SimulatedWorld world;
  private SimulatedLife life;

  void watch(SimulatedDisk watchedDisk, SimulatedWorld watchedWorld, SimulatedLife watchedLife) {
    disk = watchedDisk;
    world = watchedWorld;
    life = watchedLife;
  }

  SimulatedDisk disk() {
    return disk;
  }

  SimulatedWorld world() {
    return world;
  }

  long now() {
    return life.scheduler().currentTimeMillis();
  }
}
