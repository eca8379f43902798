package io.holdfast.benchmarks.kernels;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.ForwardingAppender;
import io.holdfast.wal.storage.ForwardingStorage;
import io.holdfast.wal.storage.Hint;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.nio.ByteBuffer;

/**
 * Files that are there and have nothing in them: what is written is counted and let go. So a log
 * can be written to for as long as it is measured, and no disk is measured with it.
 */
final class ForgetfulStorage extends ForwardingStorage {
  private static final long ROOM = 1L << 50;

  ForgetfulStorage() {
    this(new SimulatedDisk().storage());
  }

  private ForgetfulStorage(Storage inner) {
    super(inner);
  }

  @Override
  public Appender createExclusive(String path) {
    return new Forgetting(super.createExclusive(path));
  }

  @Override
  public Appender createExclusive(String path, long expectedBytes) {
    return new Forgetting(super.createExclusive(path));
  }

  @Override
  public Hint hint(String path) {
    return Hint.NONE;
  }

  @Override
  public long usableBytes() {
    return ROOM;
  }

  @Override
  public long totalBytes() {
    return ROOM;
  }

  @Override
  public Storage directory(String path) {
    return new ForgetfulStorage(inner().directory(path));
  }

  private static final class Forgetting extends ForwardingAppender {
    private long position;

    Forgetting(Appender inner) {
      super(inner);
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void write(ByteBuffer... buffers) {
      for (ByteBuffer buffer : buffers) {
        position += buffer.remaining();
        buffer.position(buffer.limit());
      }
    }

    @Override
    public void force() {
      // Nothing is there to be forced.
    }
  }
}
