package io.holdfast.testkit.prove;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.nio.ByteBuffer;

/** Puts files of a sample on a storage, durably. */
final class SampleFiles {
  private SampleFiles() {}

  static void put(Storage storage, String path, byte[] contents) {
    String relative = path.startsWith("/") ? path.substring(1) : path;
    String directory = StoragePath.parent(relative);
    storage.createDirectories(directory);
    try (Appender file = storage.createExclusive(relative)) {
      file.write(ByteBuffer.wrap(contents));
      file.force();
    }
    storage.forceDirectory(directory);
  }
}
