package io.holdfast.testkit.chaos;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.ForwardingStorage;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.nio.ByteBuffer;

/** A storage that differs in a few calls, views of its directories included. */
abstract class WrappedStorage extends ForwardingStorage {
  private final String prefix;

  WrappedStorage(Storage inner, String prefix) {
    super(inner);
    this.prefix = prefix;
  }

  /** The same difference for a directory. */
  abstract WrappedStorage wrap(Storage view, String viewPrefix);

  /** The path below the storage that was wrapped first. */
  String full(String path) {
    return StoragePath.join(prefix, path);
  }

  @Override
  public Storage directory(String path) {
    return wrap(inner().directory(path), full(path));
  }

  /** An appender that hands on everything; for those that differ in a few calls. */
  static class WrappedAppender implements Appender {
    private final Appender real;

    WrappedAppender(Appender real) {
      this.real = real;
    }

    @Override
    public String location() {
      return real.location();
    }

    @Override
    public long position() {
      return real.position();
    }

    @Override
    public void write(ByteBuffer... buffers) {
      real.write(buffers);
    }

    @Override
    public void growAhead(int bytes) {
      real.growAhead(bytes);
    }

    @Override
    public ByteBuffer newBuffer(int bytes) {
      return real.newBuffer(bytes);
    }

    @Override
    public void force() {
      real.force();
    }

    @Override
    public void close() {
      real.close();
    }
  }
}
