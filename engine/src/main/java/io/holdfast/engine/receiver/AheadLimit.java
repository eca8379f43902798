package io.holdfast.engine.receiver;

/**
 * How far the ranges of a direct source are journaled ahead of the batches that process them. A few
 * blocks are allowed in any case, so that there is always a next batch.
 *
 * @param bytes that may be journaled and not processed, by the source's estimate
 * @param blocks that may be
 */
public record AheadLimit(long bytes, int blocks) {
  private static final int BATCHES = 3;
  private static final int MAX_BLOCKS = 4096;
  private static final int MIN_BLOCKS = 4;

  /** Enough for a batch that runs, one that waits and one that is being cut. */
  public static AheadLimit forBatches(long maxBatchBytes) {
    long bytes =
        maxBatchBytes > Long.MAX_VALUE / BATCHES ? Long.MAX_VALUE : maxBatchBytes * BATCHES;
    return new AheadLimit(bytes, MAX_BLOCKS);
  }

  boolean allows(long waitingBytes, int waitingBlocks) {
    return waitingBlocks < MIN_BLOCKS || (waitingBytes < bytes && waitingBlocks < blocks);
  }
}
