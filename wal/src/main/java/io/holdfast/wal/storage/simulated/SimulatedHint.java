package io.holdfast.wal.storage.simulated;

import io.holdfast.wal.storage.Hint;
import java.nio.ByteBuffer;

/** A file that is overwritten; after a power cut nothing of it is sure. */
final class SimulatedHint implements Hint {
  private final SimulatedDisk disk;
  private final SimulatedProcess process;
  private final int inode;
  private final String path;
  private boolean closed;

  SimulatedHint(SimulatedDisk disk, SimulatedProcess process, int inode, String path) {
    this.disk = disk;
    this.process = process;
    this.inode = inode;
    this.path = path;
    disk.state().opened(inode);
    process.opened(this, SimulatedDisk.location(path));
  }

  @Override
  public void put(long position, ByteBuffer bytes) {
    process.requireAlive();
    String location = SimulatedDisk.location(path);
    if (closed) {
      throw SimulatedDisk.closed("write hint", location);
    }
    int total = bytes.remaining();
    Turn turn =
        disk.gate()
            .begin(
                process,
                StorageOperation.Kind.HINT,
                path,
                total,
                parts ->
                    disk.cut(
                        state -> state.overwrite(inode, (int) position, bytes.duplicate(), parts)));
    int effective = turn.effectiveParts(total);
    if (effective > 0) {
      disk.state().overwrite(inode, (int) position, bytes, effective);
    }
    turn.end("write hint", location);
    bytes.position(bytes.limit());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      disk.state().closed(inode);
      process.closed(this);
    }
  }
}
