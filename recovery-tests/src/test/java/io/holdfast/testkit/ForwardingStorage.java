package io.holdfast.testkit;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.List;

/** Hands every call on to another storage; what derives from it lies about some. */
class ForwardingStorage implements Storage {
  private final Storage real;

  ForwardingStorage(Storage real) {
    this.real = real;
  }

  /** Whether forces of this file are handed on. */
  protected boolean forcesFile(String path) {
    return true;
  }

  @Override
  public String location() {
    return real.location();
  }

  @Override
  public List<FileStatus> list(String directory) {
    return real.list(directory);
  }

  @Override
  public boolean exists(String path) {
    return real.exists(path);
  }

  @Override
  public StorageReader open(String path) {
    return real.open(path);
  }

  @Override
  public Appender createExclusive(String path) {
    Appender appender = real.createExclusive(path);
    return forcesFile(path) ? appender : new UnforcedAppender(appender);
  }

  @Override
  public void createDirectories(String directory) {
    real.createDirectories(directory);
  }

  @Override
  public void publish(String from, String to) {
    real.publish(from, to);
  }

  @Override
  public void delete(String path) {
    real.delete(path);
  }

  @Override
  public void forceDirectory(String directory) {
    real.forceDirectory(directory);
  }

  @Override
  public Lock lock(String path) {
    return real.lock(path);
  }

  @Override
  public long usableBytes() {
    return real.usableBytes();
  }

  @Override
  public Storage directory(String path) {
    return real.directory(path);
  }

  @Override
  public void close() {
    real.close();
  }

  private record UnforcedAppender(Appender real) implements Appender {
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
    public void force() {}

    @Override
    public void close() {
      real.close();
    }
  }
}
