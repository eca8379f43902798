package io.holdfast.engine.block;

import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.wal.Acknowledgement;
import io.holdfast.wal.WriteAheadLog;
import io.holdfast.wal.storage.StorageFullException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the blocks of one stream in a data log, and keeps copies in memory up to a bound so that
 * batches need not read them back.
 *
 * <p>When the storage has too little room, the log refuses a block cleanly. The block then waits
 * here and is tried again: its source is not acknowledged meanwhile, and what may be in flight is
 * bounded, so the receiver comes to a stop. Batches go on and free room.
 */
public final class WriteAheadLogBasedBlockHandler implements ReceivedBlockHandler {
  private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLogBasedBlockHandler.class);
  private static final Duration RETRY_DELAY = Duration.ofMillis(500);
  private static final int RETRIES_BETWEEN_WARNINGS = 20;

  private final DataLogs logs;
  private final String logName;
  private final WriteAheadLog log;
  private final Retries retries;
  private final long cacheBytes;
  private final Map<Long, ByteBuffer> cache = new ConcurrentHashMap<>();
  private final AtomicLong cachedBytes = new AtomicLong();
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  /** Where and by which clock refused blocks are tried again, and who is told that they wait. */
  public record Retries(Scheduler scheduler, SerialExecutor lane, Holding holding) {}

  /**
   * @param logName the data log that the stream writes to
   * @param cacheBytes at most so many bytes of blocks are kept in memory
   */
  public WriteAheadLogBasedBlockHandler(
      DataLogs logs, String logName, Retries retries, long cacheBytes) {
    this.logs = logs;
    this.logName = logName;
    this.log = logs.log(logName);
    this.retries = retries;
    this.cacheBytes = cacheBytes;
  }

  /** Blocks complete in the order in which they were stored, also when some were tried again. */
  @Override
  public CompletableFuture<ReceivedBlock> store(BlockFormat.Header header, ByteBuffer bytes) {
    int length = bytes.remaining();
    if (cachedBytes.addAndGet(length) <= cacheBytes) {
      cache.put(header.sequence(), bytes);
    } else {
      cachedBytes.addAndGet(-length);
    }
    CompletableFuture<Acknowledgement> durable = new CompletableFuture<>();
    append(header, bytes, durable, 0);
    synchronized (this) {
      CompletableFuture<ReceivedBlock> stored =
          last.handle((before, error) -> null)
              .thenCompose(before -> durable)
              .thenApply(acknowledgement -> received(header, acknowledgement));
      last = stored;
      return stored;
    }
  }

  private ReceivedBlock received(BlockFormat.Header header, Acknowledgement acknowledgement) {
    return new ReceivedBlock(
        header.stream(),
        header.sequence(),
        header.records(),
        new InLog(logName, acknowledgement.handle()),
        header.offsets());
  }

  private void append(
      BlockFormat.Header header,
      ByteBuffer bytes,
      CompletableFuture<Acknowledgement> durable,
      int refusals) {
    CompletableFuture<Acknowledgement> unused =
        log.append(bytes)
            .whenComplete(
                (acknowledgement, error) -> {
                  boolean refused = error != null && isRefusal(error);
                  if (refusals == 0 && refused) {
                    retries.holding().held(error.getMessage());
                  } else if (refusals > 0 && !refused) {
                    retries.holding().freed();
                  }
                  if (error == null) {
                    durable.complete(acknowledgement);
                  } else if (refused) {
                    tryAgain(header, bytes, durable, refusals + 1, error);
                  } else {
                    durable.completeExceptionally(error);
                  }
                });
  }

  private static boolean isRefusal(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause instanceof StorageFullException;
  }

  private void tryAgain(
      BlockFormat.Header header,
      ByteBuffer bytes,
      CompletableFuture<Acknowledgement> durable,
      int refusals,
      Throwable error) {
    if (refusals % RETRIES_BETWEEN_WARNINGS == 1) {
      LOG.warn(
          "Input stream '{}' is held back, block {} waits for room: {}",
          header.stream(),
          header.sequence(),
          error.getMessage());
    }
    retries
        .scheduler()
        .schedule(RETRY_DELAY, retries.lane(), () -> append(header, bytes, durable, refusals));
  }

  @Override
  public ByteBuffer read(ReceivedBlock block) {
    ByteBuffer cached = cache.get(block.sequence());
    return cached != null ? cached.duplicate() : logs.read(block);
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
}
