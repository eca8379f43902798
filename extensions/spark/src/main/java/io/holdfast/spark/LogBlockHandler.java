package io.holdfast.spark;

import io.holdfast.engine.block.BlockFormat;
import io.holdfast.engine.block.ReceivedBlockHandler;
import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.ReceivedBlock;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Stores the blocks of a receiver in the log of the executor on which it runs. Any thread. */
final class LogBlockHandler implements ReceivedBlockHandler {
  private final ExecutorLog log;
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  LogBlockHandler(ExecutorLog log) {
    this.log = log;
  }

  /** Blocks complete in the order in which they were stored. */
  @Override
  public synchronized CompletableFuture<ReceivedBlock> store(
      BlockFormat.Header header, ByteBuffer bytes) {
    CompletableFuture<ReceivedBlock> stored =
        log.append(bytes)
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

  @Override
  public ByteBuffer read(ReceivedBlock block) {
    throw new UnsupportedOperationException("tasks read blocks by their place");
  }

  @Override
  public void completed(List<ReceivedBlock> blocks) {
    // Nothing is kept here.
  }
}
