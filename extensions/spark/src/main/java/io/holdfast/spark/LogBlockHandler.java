package io.holdfast.spark;

import io.holdfast.engine.block.BlockFormat;
import io.holdfast.engine.block.ReceivedBlockHandler;
import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.wal.Acknowledgement;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Stores the blocks of a receiver in the log of the executor on which it runs. Any thread. */
final class LogBlockHandler implements ReceivedBlockHandler {
  private final ExecutorLog log;
  private final boolean copied;
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  /**
   * A handler.
   *
   * @param copied whether blocks are copied to another executor, see {@link Copies}
   */
  LogBlockHandler(ExecutorLog log, boolean copied) {
    this.log = log;
    this.copied = copied;
  }

  /** Blocks complete in the order in which they were stored. */
  @Override
  public synchronized CompletableFuture<ReceivedBlock> store(
      BlockFormat.Header header, ByteBuffer bytes) {
    byte[] copy = copied ? copy(bytes) : null;
    CompletableFuture<ReceivedBlock> stored =
        log.append(bytes)
            .thenApply(acknowledged -> put(acknowledged, copy))
            .thenCombine(
                last.handle((before, error) -> null),
                (acknowledged, before) ->
                    new ReceivedBlock(
                        header.stream(),
                        header.sequence(),
                        header.records(),
                        new InLog(log.name(), acknowledged.handle()),
                        header.offsets()));
    last = stored;
    return stored;
  }

  private Acknowledgement put(Acknowledgement acknowledged, byte[] copy) {
    if (copy != null) {
      Copies.put(log.name(), acknowledged.handle(), copy);
    }
    return acknowledged;
  }

  private static byte[] copy(ByteBuffer block) {
    byte[] copy = new byte[block.remaining()];
    block.duplicate().get(copy);
    return copy;
  }

  @Override
  public ByteBuffer read(ReceivedBlock block) {
    throw new UnsupportedOperationException("tasks read blocks by their place");
  }

  @Override
  public void completed(List<ReceivedBlock> blocks) {
    // Nothing is kept here.
  }
}
