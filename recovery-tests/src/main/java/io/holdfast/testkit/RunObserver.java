package io.holdfast.testkit;

import io.holdfast.testkit.CrashPoint.Phase;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;

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

  /** The life is at this point of this operation. */
  abstract void reached(StorageOperation operation, Phase phase);

  @Override
  public final void before(StorageOperation operation) {
    reached(operation, Phase.BEFORE);
  }

  @Override
  public final void after(StorageOperation operation) {
    reached(operation, Phase.AFTER);
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
