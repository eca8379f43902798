package io.holdfast.wal.storage.simulated;

import io.holdfast.wal.storage.Storage;

/** A lock on an inode, held by a process of the simulation. */
final class SimulatedLock implements Storage.Lock {
  private final SimulatedDisk disk;
  private final int inode;
  private final SimulatedProcess process;
  private volatile String description = "";

  SimulatedLock(SimulatedDisk disk, int inode, SimulatedProcess process) {
    this.disk = disk;
    this.inode = inode;
    this.process = process;
    process.opened(this, "lock " + inode);
  }

  String description() {
    return description;
  }

  boolean isOf(SimulatedProcess other) {
    return process == other;
  }

  @Override
  public void describe(String text) {
    process.requireAlive();
    description = text;
    disk.describe(inode, text);
  }

  @Override
  public void close() {
    disk.release(inode, this);
    process.closed(this);
  }
}
