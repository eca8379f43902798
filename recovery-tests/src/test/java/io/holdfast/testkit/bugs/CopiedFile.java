package io.holdfast.testkit.bugs;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;

/** Files given a new name by those who do not rename. */
public final class CopiedFile {
  private CopiedFile() {}

  /** Copies a file; forces nothing. */
  static void copy(Storage storage, String from, String to) {
    copy(storage, from, to, Integer.MAX_VALUE);
  }

  /** Copies a file in pieces of so many bytes; forces nothing. */
  public static void copy(Storage storage, String from, String to, int pieceBytes) {
    try (StorageReader reader = storage.open(from);
        Appender file = storage.createExclusive(to)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) reader.length());
      reader.read(0, bytes);
      bytes.flip();
      while (bytes.hasRemaining()) {
        int piece = Math.min(pieceBytes, bytes.remaining());
        file.write(bytes.slice(bytes.position(), piece));
        bytes.position(bytes.position() + piece);
      }
    }
  }
}
