package io.holdfast.checkpoint;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageReader;
import java.util.List;

/** A storage whose files can be listed but not opened. */
record UnreadableStorage(Storage inner) implements Storage {
  @Override
  public String location() {
    return inner.location();
  }

  @Override
  public List<FileStatus> list(String directory) {
    return inner.list(directory);
  }

  @Override
  public boolean exists(String path) {
    return inner.exists(path);
  }

  @Override
  public StorageReader open(String path) {
    throw new StorageException("open " + path + ": input/output error", null);
  }

  @Override
  public Appender createExclusive(String path) {
    return inner.createExclusive(path);
  }

  @Override
  public void createDirectories(String directory) {
    inner.createDirectories(directory);
  }

  @Override
  public void publish(String from, String to) {
    inner.publish(from, to);
  }

  @Override
  public void delete(String path) {
    inner.delete(path);
  }

  @Override
  public void forceDirectory(String directory) {
    inner.forceDirectory(directory);
  }

  @Override
  public Lock lock(String path) {
    return inner.lock(path);
  }

  @Override
  public long usableBytes() {
    return inner.usableBytes();
  }

  @Override
  public Storage directory(String path) {
    return inner.directory(path);
  }

  @Override
  public void close() {
    inner.close();
  }
}
