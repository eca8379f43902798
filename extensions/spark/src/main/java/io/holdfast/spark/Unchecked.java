package io.holdfast.spark;

import io.holdfast.wal.storage.StorageException;

/** Closes what may throw anything. */
final class Unchecked {
  private Unchecked() {}

  static Runnable closing(AutoCloseable closeable) {
    return () -> {
      try {
        closeable.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new StorageException("closing failed: " + e, e);
      }
    };
  }
}
