package io.holdfast.wal.storage.mirrored;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageReader;
import java.util.List;
import java.util.function.Supplier;

/**
 * Stands in for a storage that could not be opened, so that the mirror, and not whoever opens its
 * sides, decides whether to go on: every operation throws the error of the opening.
 */
public final class UnreachableStorage implements Storage {
  private final String location;
  private final StorageException why;

  private UnreachableStorage(String location, StorageException why) {
    this.location = location;
    this.why = why;
  }

  /**
   * Opens a storage, or returns the stand-in if that throws a {@link StorageException}.
   *
   * @param location where the storage should be, for messages
   * @param opening opens it
   */
  public static Storage orOpened(String location, Supplier<? extends Storage> opening) {
    try {
      return opening.get();
    } catch (StorageException e) {
      return new UnreachableStorage(location, e);
    }
  }

  private StorageException error() {
    return new StorageException(why.getMessage(), why);
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public List<FileStatus> list(String directory) {
    throw error();
  }

  @Override
  public boolean exists(String path) {
    throw error();
  }

  @Override
  public StorageReader open(String path) {
    throw error();
  }

  @Override
  public Appender createExclusive(String path) {
    throw error();
  }

  @Override
  public void createDirectories(String directory) {
    throw error();
  }

  @Override
  public void publish(String from, String to) {
    throw error();
  }

  @Override
  public void delete(String path) {
    throw error();
  }

  @Override
  public void forceDirectory(String directory) {
    throw error();
  }

  @Override
  public Lock lock(String path) {
    throw error();
  }

  @Override
  public long usableBytes() {
    throw error();
  }

  @Override
  public Storage directory(String path) {
    return this;
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
