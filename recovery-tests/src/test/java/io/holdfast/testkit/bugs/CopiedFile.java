package io.holdfast.testkit.bugs;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;

/** Files given a new name by those who do not rename. */
final class CopiedFile {
  private CopiedFile() {}

  /** Copies a file; forces nothing. */
  static void copy(Storage storage, String from, String to) {
    try (StorageReader reader = storage.open(from);
        Appender file = storage.createExclusive(to)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) reader.length());
      reader.read(0, bytes);
      file.write(bytes.flip());
    }
  }
}
