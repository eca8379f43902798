package io.holdfast.engine.block;

import io.holdfast.engine.journal.ReceivedBlock;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps the bytes of received blocks, as durable as its stream is to be, and gives them back. Any
 * thread.
 */
public interface ReceivedBlockHandler {

  /**
   * Stores a block.
   *
   * @return completes with its metadata when the bytes have the durability of this handler (F1)
   */
  CompletableFuture<ReceivedBlock> store(BlockFormat.Header header, ByteBuffer bytes);

  /** The bytes of a stored block, from memory if they are still there. */
  ByteBuffer read(ReceivedBlock block);

  /** The blocks belong to a completed batch: memory for them is given back. */
  void completed(List<ReceivedBlock> blocks);
}
