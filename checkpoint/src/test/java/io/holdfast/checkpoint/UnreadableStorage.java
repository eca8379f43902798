package io.holdfast.checkpoint;

import io.holdfast.wal.storage.ForwardingStorage;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageReader;

/** A storage whose files can be listed but not opened. */
final class UnreadableStorage extends ForwardingStorage {
  UnreadableStorage(Storage inner) {
    super(inner);
  }

  @Override
  public StorageReader open(String path) {
    throw new StorageException("open " + path + ": input/output error", null);
  }
}
