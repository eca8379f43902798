package io.holdfast.benchmarks.peers.spark;

import io.holdfast.benchmarks.load.Allowance;
import io.holdfast.benchmarks.load.Lines;
import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;
import scala.collection.mutable.ArrayBuffer;

/**
 * The load as a reliable receiver on an executor, which makes its lines itself: as {@link
 * LineReceiver}, except that it notes no position.
 */
final class ClusterReceiver extends Receiver<String> {
  private static final long serialVersionUID = 1L;
  private static final int LARGEST_BLOCK = 250_000;
  private static final long BLOCK_MILLIS = 200;

  private final String allowance;
  private final int words;

  /** Serialized blocks in memory; what does not fit is read from the log. */
  ClusterReceiver(String allowance, int words) {
    super(StorageLevel.MEMORY_ONLY());
    this.allowance = allowance;
    this.words = words;
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
    Lines lines = new Lines(words);
    try (Allowance allowed = Allowance.open(Path.of(allowance))) {
      long next = 0;
      ArrayBuffer<String> block = new ArrayBuffer<>(LARGEST_BLOCK);
      long storeAt = Run.millis() + BLOCK_MILLIS;
      while (!isStopped()) {
        long until = allowed.beyond(next);
        while (next < until && block.length() < LARGEST_BLOCK) {
          block.addOne(lines.line(next++));
        }
        long now = Run.millis();
        if (now >= storeAt || block.length() >= LARGEST_BLOCK) {
          storeAt = now + BLOCK_MILLIS;
          if (!block.isEmpty()) {
            store(block);
            block = new ArrayBuffer<>(LARGEST_BLOCK);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
