package io.holdfast.engine.block;

import io.holdfast.engine.journal.BlockLocation.InMemory;
import io.holdfast.engine.journal.ReceivedBlock;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps the blocks of one stream in memory until their batch is complete, and nowhere else. With
 * the driver they are gone.
 *
 * <p>When as much as is allowed waits to be processed, the next blocks wait here: their source is
 * not acknowledged meanwhile, and what may be in flight is bounded, so the receiver comes to a
 * stop. Batches go on and make room.
 */
public final class BlockManagerBasedBlockHandler implements ReceivedBlockHandler {
  private final DataLogs logs;
  private final long epoch;
  private final long maxBytes;
  private final Holding holding;
  private final Map<Long, ByteBuffer> blocks = new HashMap<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long bytes;

  private record Waiting(
      ReceivedBlock block, ByteBuffer bytes, CompletableFuture<ReceivedBlock> stored) {}

  /**
   * A handler of one driver.
   *
   * @param logs where blocks of the stream lie from when it was protected by the log
   * @param epoch of the driver
   * @param maxBytes that may wait to be processed; one block may be larger
   */
  public BlockManagerBasedBlockHandler(DataLogs logs, long epoch, long maxBytes, Holding holding) {
    this.logs = logs;
    this.epoch = epoch;
    this.maxBytes = maxBytes;
    this.holding = holding;
  }

  /** Completes at once, or when there is room; in the order in which they come. */
  @Override
  public CompletableFuture<ReceivedBlock> store(BlockFormat.Header header, ByteBuffer data) {
    ReceivedBlock block =
        new ReceivedBlock(
            header.stream(),
            header.sequence(),
            header.records(),
            new InMemory(epoch, data.remaining()),
            header.offsets());
    CompletableFuture<ReceivedBlock> stored = new CompletableFuture<>();
    synchronized (this) {
      if (!waiting.isEmpty() || !fits(data)) {
        if (waiting.isEmpty()) {
          holding.held(maxBytes + " bytes of it wait in memory to be processed");
        }
        waiting.add(new Waiting(block, data, stored));
        return stored;
      }
      keep(block, data);
    }
    stored.complete(block);
    return stored;
  }

  private boolean fits(ByteBuffer data) {
    return bytes == 0 || bytes + data.remaining() <= maxBytes;
  }

  private void keep(ReceivedBlock block, ByteBuffer data) {
    blocks.put(block.sequence(), data);
    bytes += data.remaining();
  }

  @Override
  public ByteBuffer read(ReceivedBlock block) {
    if (block.inLog().isPresent()) {
      return logs.read(block);
    }
    synchronized (this) {
      ByteBuffer data = blocks.get(block.sequence());
      if (data == null) {
        throw new IllegalStateException(
            "block " + block.stream() + "/" + block.sequence() + " is not in memory");
      }
      return data.duplicate();
    }
  }

  @Override
  public void completed(List<ReceivedBlock> done) {
    Deque<Waiting> admitted = new ArrayDeque<>();
    synchronized (this) {
      for (ReceivedBlock block : done) {
        ByteBuffer data = blocks.remove(block.sequence());
        bytes -= data == null ? 0 : data.remaining();
      }
      boolean held = !waiting.isEmpty();
      while (!waiting.isEmpty() && fits(waiting.peek().bytes())) {
        Waiting next = waiting.remove();
        keep(next.block(), next.bytes());
        admitted.add(next);
      }
      if (held && waiting.isEmpty()) {
        holding.freed();
      }
    }
    admitted.forEach(next -> next.stored().complete(next.block()));
  }
}
