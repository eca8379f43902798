package io.holdfast.wal;

import io.holdfast.wal.storage.ForwardingStorage;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;

/** Lets something happen in the middle of each read. */
final class SlowStorage extends ForwardingStorage {
  private final Runnable meanwhile;

  SlowStorage(Storage storage, Runnable meanwhile) {
    super(storage);
    this.meanwhile = meanwhile;
  }

  @Override
  public StorageReader open(String path) {
    StorageReader reader = super.open(path);
    return new StorageReader() {
      @Override
      public String location() {
        return reader.location();
      }

      @Override
      public long length() {
        return reader.length();
      }

      @Override
      public int read(long position, ByteBuffer target) {
        meanwhile.run();
        return reader.read(position, target);
      }

      @Override
      public void close() {
        reader.close();
      }
    };
  }
}
