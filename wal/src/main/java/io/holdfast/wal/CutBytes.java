package io.holdfast.wal;

import io.holdfast.wal.LogScan.Cut;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a crash tore off aside, in {@code <segment>.cut-<offset>} beside the segment, before
 * the log goes on without it. The segment itself is not touched, but what was read of it may have
 * come from a cache that the disk knows nothing of. Such a file goes when its segment goes.
 */
final class CutBytes {
  private static final Logger LOG = LoggerFactory.getLogger(CutBytes.class);
  private static final String INFIX = ".cut-";
  private static final int CHUNK_BYTES = 64 << 10;

  private CutBytes() {}

  /**
   * Copies the bytes. When this returns the copy and its name are durable; a crash before leaves at
   * most a temporary file. Does nothing if it was done before.
   */
  static void keep(Storage storage, Cut cut, long epoch) {
    String name = keptAs(cut);
    if (storage.exists(name)) {
      return;
    }
    try (StorageReader reader = storage.open(cut.path())) {
      DurableFile.publish(
          storage,
          name + ".e" + epoch + ".tmp",
          name,
          cut.lengthBytes(),
          file -> copy(reader, cut, file));
    }
    LOG.warn(
        "{}/{}: {} bytes that were never acknowledged were cut from the log and kept in {}",
        storage.location(),
        cut.path(),
        cut.lengthBytes(),
        StoragePath.name(name));
  }

  /** The path of the copy. */
  static String keptAs(Cut cut) {
    return cut.path() + INFIX + cut.offset();
  }

  private static void copy(StorageReader reader, Cut cut, Appender appender) {
    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, cut.lengthBytes()));
    long end = cut.offset() + cut.lengthBytes();
    for (long at = cut.offset(); at < end; at += chunk.limit()) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), end - at));
      reader.read(at, chunk);
      if (chunk.position() == 0) {
        break;
      }
      appender.write(chunk.flip());
    }
  }

  /**
   * The segment from which the bytes in a file of this name were cut; null if it has another name.
   */
  static String segmentOf(String fileName) {
    int infix = fileName.indexOf(INFIX);
    return infix > 0 && SegmentHeader.isSegmentName(fileName.substring(0, infix))
        ? fileName.substring(0, infix)
        : null;
  }
}
