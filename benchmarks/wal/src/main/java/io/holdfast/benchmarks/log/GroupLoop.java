package io.holdfast.benchmarks.log;

import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Group commit and nothing else: no frames, no checksums, no bounds. What a log can reach at most
 * if callers hand records over to one writing thread.
 */
final class GroupLoop implements LogUnderTest {
  private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
  private final RotatingFile file;
  private final Thread writer;

  private static final class Entry extends CompletableFuture<Void> {
    private final ByteBuffer payload;

    Entry(ByteBuffer payload) {
      this.payload = payload;
    }
  }

  @CompositionRoot("a benchmark runs on real threads")
  GroupLoop(Path directory) throws IOException {
    file = new RotatingFile(directory);
    writer = new Thread(this::write, "group-loop");
    writer.start();
  }

  @Override
  public void append(ByteBuffer payload) {
    Entry entry = new Entry(payload.duplicate());
    queue.add(entry);
    entry.join();
  }

  private void write() {
    List<Entry> group = new ArrayList<>();
    try {
      while (true) {
        group.add(queue.take());
        queue.drainTo(group);
        ByteBuffer[] buffers = new ByteBuffer[group.size()];
        for (int i = 0; i < buffers.length; i++) {
          buffers[i] = group.get(i).payload;
          if (buffers[i] == null) {
            return;
          }
        }
        file.append(buffers);
        file.force();
        group.forEach(entry -> entry.complete(null));
        group.clear();
      }
    } catch (IOException | InterruptedException e) {
      group.forEach(entry -> entry.completeExceptionally(e));
    }
  }

  @Override
  public void close() throws IOException {
    queue.add(new Entry(null));
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    file.close();
  }
}
