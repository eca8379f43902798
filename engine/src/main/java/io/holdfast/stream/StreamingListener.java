package io.holdfast.stream;

import java.time.Duration;
import java.util.List;

/**
 * Told what happens in a running context. Methods are called on the driver's event loop: they must
 * be quick and must not block. An exception from a listener is logged and changes nothing.
 */
public interface StreamingListener {

  /** Recovery has planned what it will do; nothing was executed yet. */
  default void onRecovery(RecoverySummary recovery) {}

  /** Received data is durable: block and metadata. */
  default void onBlockAdded(BlockInfo block) {}

  /** Every output of a batch has committed. */
  default void onBatchCompleted(BatchInfo batch) {}

  /** A checkpoint is complete and verified on storage. */
  default void onCheckpoint(CheckpointInfo checkpoint) {}

  /** A function of the user's has failed, and will be called again. */
  default void onRetry(RetryInfo retry) {}

  /** Records were set aside; their batch has committed without them. */
  default void onQuarantined(QuarantineInfo quarantined) {}

  /** A receiver has started, failed and waits for its restart, or stopped. */
  default void onReceiver(ReceiverInfo receiver) {}

  /**
   * What a start found.
   *
   * @param epoch the epoch that was claimed
   * @param checkpoint the checkpoint that recovery starts from, or "none"
   * @param journalRecords journal records folded after it
   * @param pendingBatches batches that were allocated and not completed
   * @param unallocatedBlocks stored blocks that no batch has yet
   */
  record RecoverySummary(
      long epoch,
      String checkpoint,
      long journalRecords,
      int pendingBatches,
      int unallocatedBlocks) {}

  /** A stored block of an input stream: its sequence number, records and serialized size. */
  record BlockInfo(String stream, long sequence, long records, long lengthBytes) {}

  /**
   * A completed batch.
   *
   * @param records input records
   * @param schedulingDelay from the batch's time to the start of its jobs
   * @param processingDelay from the start of its jobs to its last commit
   * @param stateKeys keys held in all states after the batch
   */
  record BatchInfo(
      BatchTime time,
      long records,
      Duration schedulingDelay,
      Duration processingDelay,
      long stateKeys) {}

  /**
   * A batch that is computed again, or an output of it that is called again.
   *
   * @param retry 1 for the first
   * @param delay until then
   * @param error why, in words
   */
  record RetryInfo(BatchTime time, int retry, Duration delay, String error) {}

  /**
   * Records that were set aside.
   *
   * @param ids where they lie in what was received: {@code stream/block/record}
   * @param firstError of the first of them
   */
  record QuarantineInfo(BatchTime time, List<String> ids, String firstError) {}

  /** A checkpoint by its name and size. */
  record CheckpointInfo(String name, BatchTime time, long lengthBytes) {}

  /** A receiver's stream, what happened ("started", "restarting", "stopped") and why, in words. */
  record ReceiverInfo(String stream, String event, String detail) {}
}
