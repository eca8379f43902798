package io.holdfast.wal.storage.mirrored;

import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import java.util.List;
import java.util.Objects;

/** The locks of all live sides, taken in the order of the sides. */
final class MirroredLock implements Storage.Lock {
  private final List<Storage.Lock> locks;
  private final OpenPaths.Handle open;

  /**
   * @param bySide one for each side, null for a side that is not live
   */
  MirroredLock(List<Storage.Lock> bySide, OpenPaths.Handle open) {
    this.locks = bySide.stream().filter(Objects::nonNull).toList();
    this.open = open;
  }

  @Override
  public void describe(String text) {
    locks.forEach(lock -> lock.describe(text));
  }

  @Override
  public void close() {
    open.close();
    StorageException problem = null;
    for (Storage.Lock lock : locks) {
      try {
        lock.close();
      } catch (StorageException e) {
        problem = e;
      }
    }
    if (problem != null) {
      throw problem;
    }
  }
}
