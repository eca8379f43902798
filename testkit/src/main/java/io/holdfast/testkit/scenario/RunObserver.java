package io.holdfast.testkit.scenario;

import io.holdfast.testkit.fault.Crash;
import io.holdfast.testkit.fault.Crash.Phase;
import io.holdfast.testkit.fault.Disturbance;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Watches the storage operations of one life, disturbs it where that is due, and shows each point
 * where it could die with the disk as it would then be.
 */
abstract class RunObserver implements OperationObserver {
  private final List<Disturbance> disturbances;
  private final int cuts;
  private Life life;

  /**
   * An observer.
   *
   * @param disturbances of this life
   * @param cuts in how many places an operation with parts is cut; 0 for none
   */
  RunObserver(List<Disturbance> disturbances, int cuts) {
    this.disturbances = disturbances;
    this.cuts = cuts;
  }

  void watch(Life watched) {
    life = watched;
    watched.site().disk().onOperation(this);
  }

  /**
   * The life could die here.
   *
   * @param cut which of the cuts inside the operation; 0 before and after it
   * @param disk as it is then, nothing lost yet
   */
  abstract void reached(StorageOperation operation, Phase phase, int cut, SimulatedDisk disk);

  @Override
  public final void before(StorageOperation operation) {
    for (Disturbance disturbance : disturbances) {
      if (disturbance.operation() == operation.number()) {
        disturb(disturbance);
      }
    }
    reached(operation, Phase.BEFORE, 0, life.site().disk());
  }

  private void disturb(Disturbance disturbance) {
    Duration time = Duration.ofMillis(disturbance.millis());
    switch (disturbance.kind()) {
      case CLOCK -> life.scheduler().setWallClockOffset(time);
      case PAUSE -> life.scheduler().advance(time);
    }
  }

  @Override
  public final void inside(StorageOperation operation, IntFunction<SimulatedDisk> cut) {
    int last = 0;
    for (int i = 0; i < cuts; i++) {
      int parts = Math.max(1, (int) ((long) operation.parts() * (i + 1) / (cuts + 1)));
      if (parts != last && parts < operation.parts()) {
        reached(operation, Phase.INSIDE, i, cut.apply(parts));
      }
      last = parts;
    }
  }

  @Override
  public final void after(StorageOperation operation) {
    reached(operation, Phase.AFTER, 0, life.site().disk());
  }

  /** What a crash here leaves of a disk, and all around it, some time later. */
  Site leave(SimulatedDisk disk, Crash crash, long seed) {
    Site live = life.site();
    return new Site(
        disk.crash(crash.profile(), crash.outcomeSeed(seed)),
        live.world().fork(),
        live.ledger().fork(),
        life.scheduler().currentTimeMillis() + Site.DOWN_MILLIS,
        live.life() + 1);
  }

  Life life() {
    return life;
  }
}
