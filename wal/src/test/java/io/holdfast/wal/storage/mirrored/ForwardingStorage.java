package io.holdfast.wal.storage.mirrored;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.List;

/** Does what the storage behind it does; tests override what should go wrong. */
public class ForwardingStorage implements Storage {
  private final Storage real;

  public ForwardingStorage(Storage real) {
    this.real = real;
  }

  /** Whether a force of this file is done, or only said to be done. */
  protected boolean forces(String path) {
    return true;
  }

  /** Called after a force of a file was really done. */
  protected void forced(String path) {}

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
    return new ForwardingAppender(real.createExclusive(path), path);
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
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    real.close();
  }

  private final class ForwardingAppender implements Appender {
    private final Appender appender;
    private final String path;

    ForwardingAppender(Appender appender, String path) {
      this.appender = appender;
      this.path = path;
    }

    @Override
    public String location() {
      return appender.location();
    }

    @Override
    public long position() {
      return appender.position();
    }

    @Override
    public void write(ByteBuffer... buffers) {
      appender.write(buffers);
    }

    @Override
    public void force() {
      if (forces(path)) {
        appender.force();
        forced(path);
      }
    }

    @Override
    public void close() {
      appender.close();
    }
  }
}
