package io.holdfast.wal.storage;

import java.util.List;

/**
 * Hands every call on to another storage. For storages that differ from another in a few calls.
 * {@link #directory} hands out the other storage's own view: whoever changes more than the root has
 * to wrap that as well.
 */
public abstract class ForwardingStorage implements Storage {
  private final Storage inner;

  protected ForwardingStorage(Storage inner) {
    this.inner = inner;
  }

  protected final Storage inner() {
    return inner;
  }

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
    return inner.open(path);
  }

  @Override
  public Appender createExclusive(String path) {
    return inner.createExclusive(path);
  }

  @Override
  public Appender createExclusive(String path, long expectedBytes) {
    return inner.createExclusive(path, expectedBytes);
  }

  @Override
  public Hint hint(String path) {
    return inner.hint(path);
  }

  @Override
  public void probe(String directory) {
    inner.probe(directory);
  }

  @Override
  public void takeOver(String directory) {
    inner.takeOver(directory);
  }

  @Override
  public int repair(String path, StorageReader sound) {
    return inner.repair(path, sound);
  }

  @Override
  public void createDirectories(String directory) {
    inner.createDirectories(directory);
  }

  @Override
  public void createDirectory(String directory) {
    inner.createDirectory(directory);
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
  public LockLook lookAtLock(String path) {
    return inner.lookAtLock(path);
  }

  @Override
  public long usableBytes() {
    return inner.usableBytes();
  }

  @Override
  public long totalBytes() {
    return inner.totalBytes();
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
