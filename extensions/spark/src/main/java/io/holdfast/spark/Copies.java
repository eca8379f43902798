package io.holdfast.spark;

import io.holdfast.backend.SentSplit.Location;
import io.holdfast.wal.LogHandle;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.StreamBlockId;
import org.apache.spark.util.io.ChunkedByteBuffer;
import scala.Option;

/**
 * Copies of received blocks in the memory of two executors, kept by Spark. They may go at any time,
 * for want of memory or with an executor: the log has the block. What is read is compared with what
 * the log's writer says of the record. Any thread.
 */
final class Copies {
  private Copies() {}

  private static BlockId id(String log, LogHandle handle) {
    return StreamBlockId.apply(log.hashCode(), handle.lsn());
  }

  /** Puts one here, and one on another executor if there is one. */
  static void put(String log, LogHandle handle, byte[] block) {
    ChunkedByteBuffer bytes = new ChunkedByteBuffer(new ByteBuffer[] {ByteBuffer.wrap(block)});
    blocks()
        .putBytes(
            id(log, handle),
            bytes,
            StorageLevel.MEMORY_ONLY_SER_2(),
            true,
            Tags.<byte[]>of(byte[].class));
  }

  /** The block at a place of the log; null if there is no copy any more. */
  static ByteBuffer read(Location place) {
    byte[] bytes = own(place);
    if (bytes == null) {
      Option<ChunkedByteBuffer> found = blocks().getRemoteBytes(id(place.log(), place.handle()));
      bytes = found.isDefined() ? found.get().toArray() : null;
    }
    return bytes != null && isIt(bytes, place.handle()) ? ByteBuffer.wrap(bytes) : null;
  }

  private static byte[] own(Location place) {
    BlockManager blocks = blocks();
    BlockId id = id(place.log(), place.handle());
    var found = blocks.getLocalBytes(id);
    if (found.isEmpty()) {
      return null;
    }
    try {
      ByteBuffer held = found.get().toByteBuffer();
      byte[] bytes = new byte[held.remaining()];
      held.get(bytes);
      return bytes;
    } finally {
      blocks.releaseLock(id, Option.empty());
    }
  }

  /** Another log may have a name of the same hash. */
  private static boolean isIt(byte[] bytes, LogHandle handle) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return bytes.length == handle.lengthBytes() && (int) sum.getValue() == handle.crc32c();
  }

  /** Where they are, as Spark names places. From the driver. */
  static List<String> places(Location place) {
    return Executors.holding(id(place.log(), place.handle()));
  }

  /** Nobody needs it any more. From the driver. */
  static void drop(String log, LogHandle handle) {
    blocks().master().removeBlock(id(log, handle));
  }

  private static BlockManager blocks() {
    return SparkEnv.get().blockManager();
  }
}
