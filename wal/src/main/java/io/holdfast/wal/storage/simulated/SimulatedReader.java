package io.holdfast.wal.storage.simulated;

import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads what is in the page cache. */
final class SimulatedReader implements StorageReader {
  private final SimulatedDisk disk;
  private final SimulatedProcess process;
  private final int inode;
  private final String location;
  private final AtomicBoolean closed = new AtomicBoolean();

  SimulatedReader(SimulatedDisk disk, SimulatedProcess process, int inode, String location) {
    this.disk = disk;
    this.process = process;
    this.inode = inode;
    this.location = location;
    disk.state().opened(inode);
    process.opened(this, location);
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public long length() {
    return file("read length of").length();
  }

  @Override
  public int read(long position, ByteBuffer target) {
    Inode.File file = file("read");
    if (position >= file.length()) {
      return 0;
    }
    int count = (int) Math.min(target.remaining(), file.length() - position);
    target.put(file.bytes(), (int) position, count);
    return count;
  }

  private Inode.File file(String verb) {
    process.requireAlive();
    if (closed.get()) {
      throw SimulatedDisk.closed(verb, location);
    }
    return disk.state().file(inode);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      disk.state().closed(inode);
      process.closed(this);
    }
  }
}
