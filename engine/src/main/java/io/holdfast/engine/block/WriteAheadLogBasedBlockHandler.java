package io.holdfast.engine.block;

import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.wal.WriteAheadLog;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stores blocks in the stream's data log, and keeps them in memory until their batch is complete as
 * long as there is room; what is not in memory is read back from the log and verified.
 */
public final class WriteAheadLogBasedBlockHandler implements ReceivedBlockHandler {
  private final WriteAheadLog log;
  private final long cacheBytes;
  private final Map<Long, ByteBuffer> cache = new ConcurrentHashMap<>();
  private final AtomicLong cachedBytes = new AtomicLong();

  /**
   * A handler on the data log of one stream.
   *
   * @param cacheBytes at most so many bytes of blocks are kept in memory
   */
  public WriteAheadLogBasedBlockHandler(WriteAheadLog log, long cacheBytes) {
    this.log = log;
    this.cacheBytes = cacheBytes;
  }

  @Override
  public CompletableFuture<ReceivedBlock> store(BlockFormat.Header header, ByteBuffer bytes) {
    int length = bytes.remaining();
    if (cachedBytes.addAndGet(length) <= cacheBytes) {
      cache.put(header.sequence(), bytes);
    } else {
      cachedBytes.addAndGet(-length);
    }
    return log.append(bytes)
        .thenApply(
            stored ->
                new ReceivedBlock(
                    header.stream(),
                    header.sequence(),
                    header.records(),
                    stored.handle(),
                    header.offsets()));
  }

  @Override
  public ByteBuffer read(ReceivedBlock block) {
    ByteBuffer cached = cache.get(block.sequence());
    return cached != null ? cached.duplicate() : log.read(block.handle());
  }

  @Override
  public void completed(List<ReceivedBlock> blocks) {
    for (ReceivedBlock block : blocks) {
      ByteBuffer cached = cache.remove(block.sequence());
      if (cached != null) {
        cachedBytes.addAndGet(-cached.remaining());
      }
    }
  }

  @Override
  public void close() {
    log.close();
  }
}
