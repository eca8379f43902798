package io.holdfast.wal.storage.simulated;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageFullException;
import java.nio.ByteBuffer;

/** Appends to one file of the disk; dead from before each operation until it has succeeded. */
final class SimulatedAppender implements Appender {
  private final SimulatedDisk disk;
  private final SimulatedProcess process;
  private final int inode;
  private final String path;
  private final String location;
  private long position;
  private boolean dead;
  private boolean closed;

  SimulatedAppender(SimulatedDisk disk, SimulatedProcess process, int inode, String path) {
    this.disk = disk;
    this.process = process;
    this.inode = inode;
    this.path = path;
    this.location = SimulatedDisk.location(path);
    disk.state().opened(inode);
    process.opened(this, location);
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void write(ByteBuffer... buffers) {
    requireAlive("write");
    dead = true;
    int total = 0;
    for (ByteBuffer buffer : buffers) {
      total += buffer.remaining();
    }
    Turn turn =
        disk.gate()
            .begin(
                process,
                StorageOperation.Kind.WRITE,
                path,
                total,
                parts -> disk.cut(state -> state.append(inode, copies(buffers), parts)));
    int wanted = turn.effectiveParts(total);
    int possible = disk.isLimited() ? (int) Math.min(wanted, disk.usableBytes()) : wanted;
    position += disk.state().append(inode, buffers, possible);
    if (possible < wanted) {
      throw new StorageFullException("write " + location + ": no space left (simulated)", null);
    }
    turn.end("write", location);
    dead = false;
  }

  @Override
  public void force() {
    requireAlive("force");
    dead = true;
    Turn turn = disk.gate().begin(process, StorageOperation.Kind.FORCE, path, 1);
    if (turn.effectiveParts(1) > 0) {
      disk.state().force(inode);
    } else if (turn.fails()) {
      disk.state().failForce(inode);
    }
    turn.end("force", location);
    dead = false;
  }

  private static ByteBuffer[] copies(ByteBuffer[] buffers) {
    ByteBuffer[] copies = new ByteBuffer[buffers.length];
    for (int i = 0; i < buffers.length; i++) {
      copies[i] = buffers[i].duplicate();
    }
    return copies;
  }

  private void requireAlive(String verb) {
    process.requireAlive();
    if (closed) {
      throw SimulatedDisk.closed(verb, location);
    }
    if (dead && disk.isOneStrikeEnforced()) {
      throw new StorageException(
          verb
              + " "
              + location
              + ": an earlier write or force of this file failed, so it is never forced again",
          null);
    }
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
