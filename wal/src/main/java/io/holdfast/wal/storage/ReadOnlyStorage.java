package io.holdfast.wal.storage;

import java.util.List;

/**
 * A storage that can only be looked at: whoever holds it cannot change, create or lock anything.
 * For inspection, also of what another process is using.
 */
public final class ReadOnlyStorage implements Storage {
  private final Storage storage;

  public ReadOnlyStorage(Storage storage) {
    this.storage = storage;
  }

  @Override
  public String location() {
    return storage.location();
  }

  @Override
  public List<FileStatus> list(String directory) {
    return storage.list(directory);
  }

  @Override
  public boolean exists(String path) {
    return storage.exists(path);
  }

  @Override
  public StorageReader open(String path) {
    return storage.open(path);
  }

  @Override
  public long usableBytes() {
    return storage.usableBytes();
  }

  @Override
  public Storage directory(String path) {
    return new ReadOnlyStorage(storage.directory(path));
  }

  @Override
  public void close() {
    storage.close();
  }

  @Override
  public Appender createExclusive(String path) {
    throw refused("create " + path);
  }

  @Override
  public Hint hint(String path) {
    throw refused("write hint " + path);
  }

  @Override
  public void takeOver(String directory) {
    throw refused("take over " + directory);
  }

  @Override
  public int repair(String path, StorageReader sound) {
    throw refused("repair " + path);
  }

  @Override
  public void createDirectories(String directory) {
    throw refused("create directory " + directory);
  }

  @Override
  public void publish(String from, String to) {
    throw refused("publish " + from);
  }

  @Override
  public void delete(String path) {
    throw refused("delete " + path);
  }

  @Override
  public void forceDirectory(String directory) {
    throw refused("force directory " + directory);
  }

  @Override
  public Lock lock(String path) {
    throw refused("lock " + path);
  }

  private UnsupportedOperationException refused(String operation) {
    return new UnsupportedOperationException(
        operation + ": " + location() + " was opened for reading only");
  }
}
