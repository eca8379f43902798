package io.holdfast.stream;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Told what happens in a running context. Methods are called on the driver's event loop: they must
 * be quick and must not block. An exception from a listener is logged and changes nothing.
 *
 * <p>Nothing is told per record: a block, a batch, a checkpoint are the smallest things. What logs
 * do is told in sums. {@link StreamingContext#status} says where things stand.
 */
public interface StreamingListener {

  /** Recovery has planned what it will do; nothing was executed yet. */
  default void onRecovery(RecoverySummary recovery) {}

  /** Recovery has passed over a checkpoint that is damaged. Told after {@link #onRecovery}. */
  default void onCheckpointPassedOver(CheckpointPassedOver checkpoint) {}

  /**
   * Records of a stream are lost: they were received, nothing but memory had them ({@link
   * Protection#NONE}), and the driver before died. Told once for each record, as far as listeners
   * live to hear it; {@link StreamingStatus.StreamStatus} has the sum over all lives. Before {@link
   * #onJobStarted}.
   */
  default void onLost(LossInfo lost) {}

  /** The new epoch is durable: receivers start and batches are cut. */
  default void onJobStarted(JobStart job) {}

  /**
   * Every batch that the driver before has left is completed: from here on there is only new work.
   * Told once, after {@link #onJobStarted}; at once if nothing was left.
   */
  default void onRecoveryFinished(RecoveryEnd recovery) {}

  /** The job has ended and holds nothing open. Nothing is told after this. */
  default void onJobStopped(JobEnd job) {}

  /** A block is part of its stream, as durable as the stream's protection makes it. */
  default void onBlockAdded(BlockInfo block) {}

  /**
   * What a batch consists of is durable, and it waits to be run. In a recovery also the batches
   * that were left.
   */
  default void onBatchSubmitted(BatchStep batch) {}

  /** A batch is being computed. */
  default void onBatchStarted(BatchStep batch) {}

  /**
   * An output of a batch has committed. Told when the batch has run, before {@link
   * #onBatchCompleted} or {@link #onBatchFailed}; not for outputs that had committed before a
   * restart.
   */
  default void onOutputCommitted(OutputInfo output) {}

  /** Every output of a batch has committed, and that is journaled. */
  default void onBatchCompleted(BatchInfo batch) {}

  /** A batch has failed. It stays pending; what was committed of it stays so. */
  default void onBatchFailed(BatchFailure batch) {}

  /**
   * A function of the user's has failed, and will be called again; or a source that is read in
   * place did not answer, and will be asked again.
   */
  default void onRetry(RetryInfo retry) {}

  /**
   * Whether an output has committed a batch is not known, because it cannot be reached; it is asked
   * again, as often as it takes, and nothing else is done meanwhile.
   */
  default void onUncertain(UncertainInfo uncertain) {}

  /** Records were set aside; their batch has committed without them. */
  default void onQuarantined(QuarantineInfo quarantined) {}

  /** A checkpoint is about to be written. */
  default void onCheckpointStarted(CheckpointStart checkpoint) {}

  /** A checkpoint is complete and verified on storage. */
  default void onCheckpoint(CheckpointInfo checkpoint) {}

  /** Something has happened to a receiver, see {@link ReceiverInfo}. */
  default void onReceiver(ReceiverInfo receiver) {}

  /**
   * What a log has done since this was told the last time: after each completed batch and at the
   * end, for logs that did anything.
   */
  default void onLog(LogActivity log) {}

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

  /**
   * A checkpoint that could not be used.
   *
   * @param location of its file
   * @param reason what is wrong with it, in words
   */
  record CheckpointPassedOver(String location, String reason) {}

  /**
   * How a recovery went.
   *
   * @param reading from the call of {@code start} until everything was read that a start reads:
   *     checkpoint, journal, data logs, states
   * @param total from the call of {@code start} until the last batch that was left is completed
   * @param readBytes about how much was read
   * @param batches that were left and have been run
   */
  record RecoveryEnd(long epoch, Duration reading, Duration total, long readBytes, int batches) {}

  /**
   * What a stream has lost: received, and not in every output.
   *
   * @param blocks that held the records
   */
  record LossInfo(String stream, long blocks, long records) {}

  /** A job that runs, with the names that it defines. */
  record JobStart(
      String application,
      long epoch,
      List<String> streams,
      List<String> states,
      List<String> outputs) {}

  /**
   * A job that has ended.
   *
   * @param report what it did
   * @param failure what has ended it; empty if it was stopped
   */
  record JobEnd(long epoch, StopReport report, Optional<Throwable> failure) {}

  /** A stored block of an input stream: its sequence number, records and serialized size. */
  record BlockInfo(String stream, long sequence, long records, long lengthBytes) {}

  /**
   * A batch on its way.
   *
   * @param records input records
   */
  record BatchStep(BatchTime time, long records) {}

  /**
   * An output of a batch that has committed.
   *
   * @param duration of the commit alone, without computing and staging
   */
  record OutputInfo(BatchTime time, String output, Duration duration) {}

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

  /** A batch that has failed, and why; retries are over. */
  record BatchFailure(BatchTime time, long records, Throwable cause) {}

  /**
   * A batch that is computed again, or an output of it that is called again.
   *
   * @param retry 1 for the first
   * @param delay until then
   * @param error why, in words
   */
  record RetryInfo(BatchTime time, int retry, Duration delay, String error) {}

  /**
   * An output that cannot be reached.
   *
   * @param delay until it is asked again
   * @param reason why, in words
   */
  record UncertainInfo(BatchTime time, String output, Duration delay, String reason) {}

  /**
   * Records that were set aside.
   *
   * @param ids where they lie in what was received: {@code stream/block/record}
   * @param firstError of the first of them
   */
  record QuarantineInfo(BatchTime time, List<String> ids, String firstError) {}

  /** A checkpoint that is being written, by its name. */
  record CheckpointStart(String name, BatchTime time) {}

  /**
   * A checkpoint by its name and size.
   *
   * @param duration from the image of the driver's state until the file is verified and has its
   *     name
   */
  record CheckpointInfo(String name, BatchTime time, long lengthBytes, Duration duration) {}

  /**
   * What has happened to the receiver of a stream.
   *
   * @param event "started"; "blocked": what it has stored waits for room on the storage, or too
   *     much is on its way there, and it is held back; "resumed" after that; "restarting": it has
   *     failed and waits for its next attempt; "gave up": it has failed too often, which ends the
   *     job; "stopped"
   * @param detail why, in words
   */
  record ReceiverInfo(String stream, String event, String detail) {}

  /**
   * What a log has done in a while.
   *
   * @param log its directory in the application's: "journal", "data/blocks", "state/NAME"
   * @param records that were acknowledged
   * @param payloadBytes of these records
   * @param forces how often a segment was forced
   * @param forceTime how long these forces took together
   * @param segmentsOpened segments that were begun
   * @param segmentsReleased segments that were deleted
   */
  record LogActivity(
      String log,
      long records,
      long payloadBytes,
      long forces,
      Duration forceTime,
      long segmentsOpened,
      long segmentsReleased) {}
}
