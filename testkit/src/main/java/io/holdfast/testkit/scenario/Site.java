package io.holdfast.testkit.scenario;

import io.holdfast.testkit.invariant.Ledger;
import io.holdfast.testkit.traffic.World;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.SimulatedDisk;

/**
 * All that outlives a job: its disk, the world outside, and what earlier lives have known.
 *
 * @param nowMillis the wall clock
 * @param life how many of the lives whose crashes are tried are over
 */
record Site(SimulatedDisk disk, World world, Ledger ledger, long nowMillis, int life) {
  static final long START_MILLIS = 1_700_000_000_000L;
  static final long DOWN_MILLIS = 1000;

  /** An empty disk in a world where nothing has been sent. */
  static Site fresh(Scenario scenario, Conditions conditions) {
    SimulatedDisk disk = new SimulatedDisk();
    conditions.prepare(disk);
    World world = World.of(scenario.records(), scenario.delivery());
    return new Site(disk, world, new Ledger(), START_MILLIS, 0);
  }

  /** What a crash leaves, some time later; this site is left as it is. */
  Site crash(CrashProfile profile, long outcomeSeed, long now) {
    return new Site(
        disk.crash(profile, outcomeSeed), world.fork(), ledger.fork(), now + DOWN_MILLIS, life);
  }

  /** The same once more. */
  Site fork() {
    return new Site(disk.fork(), world.fork(), ledger.fork(), nowMillis, life);
  }

  /** The storage at a place that the job names, as anybody sees it. */
  Storage place(String location) {
    return place(disk.storage(), location);
  }

  static Storage place(Storage root, String location) {
    return root.directory(directory(location));
  }

  /** Where a place lies on the disk. */
  static String directory(String location) {
    return location.startsWith("/") ? location.substring(1) : location;
  }
}
