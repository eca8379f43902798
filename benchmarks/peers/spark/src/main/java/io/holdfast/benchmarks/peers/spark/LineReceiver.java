package io.holdfast.benchmarks.peers.spark;

import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;
import scala.collection.mutable.ArrayBuffer;

/**
 * The load as a reliable receiver: it stores blocks of lines itself, each of which is in the
 * write-ahead log when storing returns, and then notes its position, as it would acknowledge what
 * it took from elsewhere. Blocks are as old as Spark's own would be, or younger for short batches,
 * so that a batch has some for each processor.
 */
final class LineReceiver extends Receiver<String> {
  private static final long serialVersionUID = 1L;
  private static final int LARGEST_BLOCK = 250_000;
  private static final long BLOCK_MILLIS = 200;
  private static final int BLOCKS_A_BATCH = 4;

  /** Serialized blocks in memory; what does not fit is read from the log. */
  LineReceiver() {
    super(StorageLevel.MEMORY_ONLY());
  }

  @Override
  @CompositionRoot("Spark asks a receiver to start its own thread")
  public void onStart() {
    Thread feed = new Thread(this::feed, "feed");
    feed.setDaemon(true);
    feed.start();
  }

  @Override
  public void onStop() {}

  private void feed() {
    Run run = Run.current();
    long blockMillis = Math.min(BLOCK_MILLIS, Math.max(1, run.load.batchMillis() / BLOCKS_A_BATCH));
    Path file = run.load.directory().resolve("position");
    try (FileChannel position =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      // What was fed before a restart is no part of this run.
      long origin = read(position);
      long next = origin;
      long end = origin + run.load.lines();
      ArrayBuffer<String> block = new ArrayBuffer<>(LARGEST_BLOCK);
      long storeAt = Run.millis() + blockMillis;
      while (next < end && !isStopped()) {
        long due = origin + run.meter.due(next - origin);
        while (next < due) {
          block.addOne(run.lines.line(next++));
        }
        long now = Run.millis();
        if (now >= storeAt || block.length() >= LARGEST_BLOCK || next == end) {
          storeAt = now + blockMillis;
          if (!block.isEmpty()) {
            store(block);
            write(position, next);
            block = new ArrayBuffer<>(LARGEST_BLOCK);
          }
        }
      }
      run.meter.fedAll(next - origin);
    } catch (IOException e) {
      throw new IllegalStateException("feeding failed", e);
    }
  }

  private static long read(FileChannel position) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES);
    return position.read(bytes, 0) == Long.BYTES ? bytes.getLong(0) : 0;
  }

  private static void write(FileChannel position, long next) throws IOException {
    position.write(ByteBuffer.allocate(Long.BYTES).putLong(0, next), 0);
  }
}
