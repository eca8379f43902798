package io.holdfast.spark;

import io.holdfast.backend.feed.Feed;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import scala.Tuple2;

/**
 * Rows that a task sends to another: the number of the task, then the rows as {@link Wire} has
 * them. Who receives them takes them in the order of the tasks, so that a partition that is
 * computed again is the same again.
 */
final class Chunk {
  private static final Comparator<byte[]> BY_TASK = Comparator.comparingInt(Chunk::task);

  private Chunk() {}

  static byte[] of(int task, byte[] rows) {
    return ByteBuffer.allocate(Integer.BYTES + rows.length).putInt(task).put(rows).array();
  }

  private static int task(byte[] chunk) {
    return ByteBuffer.wrap(chunk).getInt();
  }

  private static ByteBuffer rows(byte[] chunk) {
    return ByteBuffer.wrap(chunk, Integer.BYTES, chunk.length - Integer.BYTES).slice();
  }

  /** What has come for one partition, in the order of the tasks that sent it. */
  static List<ByteBuffer> ordered(Iterator<Tuple2<Integer, byte[]>> arrived) {
    List<byte[]> chunks = new ArrayList<>();
    arrived.forEachRemaining(each -> chunks.add(each._2()));
    chunks.sort(BY_TASK);
    return chunks.stream().map(Chunk::rows).toList();
  }

  /** The one feed of a partition. */
  static <T> Feed<T> only(Iterator<Feed<T>> feeds) {
    return feeds.next();
  }
}
