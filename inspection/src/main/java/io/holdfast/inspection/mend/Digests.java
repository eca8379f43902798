package io.holdfast.inspection.mend;

import io.holdfast.wal.ReadWindow;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Copies files and knows them by their SHA-256. */
final class Digests {
  private static final int PIECE_BYTES = 256 << 10;

  private Digests() {}

  static String of(Storage storage, String path) {
    try (StorageReader reader = storage.open(path)) {
      return copy(reader, null);
    }
  }

  /** Writes a new file, and forces it. */
  static String copy(StorageReader from, Storage to, String path) {
    try (Appender file = to.createExclusive(path, from.length())) {
      String digest = copy(from, file);
      file.force();
      return digest;
    }
  }

  private static String copy(StorageReader from, Appender to) {
    MessageDigest digest = sha256();
    ReadWindow window = new ReadWindow(from);
    long length = from.length();
    for (long at = 0; at < length; ) {
      ByteBuffer piece = window.at(at, (int) Math.min(PIECE_BYTES, length - at));
      if (!piece.hasRemaining()) {
        break;
      }
      at += piece.remaining();
      digest.update(piece.duplicate());
      if (to != null) {
        to.write(piece);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
