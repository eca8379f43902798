package io.holdfast.stream;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Where a running context stands: a snapshot, taken in one go on the driver's event loop, so that
 * its parts fit together. Counters begin at 0 with each start. See {@link StreamingContext#status}.
 *
 * @param application its name
 * @param epoch of the driver
 * @param ended whether the job has ended; then this is how it was at its end
 * @param streams input streams by name
 * @param stateKeys keys that each state holds, by name of the state
 * @param outputs names of the outputs
 * @param logs by directory in the application's: "journal", "data/blocks", "state/NAME"
 * @param batches what became of batches
 * @param recovery how the recovery of this start went; empty until it is finished
 * @param restart what another start would have to do now
 */
public record StreamingStatus(
    String application,
    long epoch,
    boolean ended,
    Map<String, StreamStatus> streams,
    Map<String, Long> stateKeys,
    List<String> outputs,
    Map<String, LogStatus> logs,
    BatchStatus batches,
    Optional<StreamingListener.RecoveryEnd> recovery,
    RestartCost restart) {

  public StreamingStatus {
    streams = Collections.unmodifiableMap(new TreeMap<>(streams));
    stateKeys = Collections.unmodifiableMap(new TreeMap<>(stateKeys));
    outputs = List.copyOf(outputs);
    logs = Collections.unmodifiableMap(new TreeMap<>(logs));
  }

  /**
   * An input stream.
   *
   * @param received records taken from its receiver, durable or not
   * @param stored records that are durable, block and metadata
   * @param processed records in completed batches, also those that an earlier driver has received
   * @param waitingRecords that are stored and not in a completed batch
   * @param waitingBytes of these records
   * @param oldestMillis wall-clock time, in milliseconds since 1970, at which the oldest record
   *     came that is not in a completed batch, stored or not; empty if there is none. For records
   *     of an earlier driver it is the time of their batch or, if they had none, of the last batch
   *     before them
   * @param restarts how often its receiver has failed and was tried again
   * @param blocked how often it was held back, see {@link StreamingListener.ReceiverInfo}
   * @param blockedTime how long it was held back, without a time that still goes on
   * @param lostBlocks that were lost with drivers, over all lives of the application; only with
   *     {@link Protection#NONE}
   * @param lostRecords in these blocks
   */
  public record StreamStatus(
      long received,
      long stored,
      long processed,
      long waitingRecords,
      long waitingBytes,
      OptionalLong oldestMillis,
      long restarts,
      long blocked,
      Duration blockedTime,
      long lostBlocks,
      long lostRecords) {}

  /**
   * A log.
   *
   * @param records that were acknowledged
   * @param payloadBytes of these records
   * @param storedBytes what its segments hold together now
   * @param forces how often a segment was forced
   * @param forceTime how long these forces took together
   * @param longestForce the slowest of them
   * @param segmentsOpened segments that were begun
   * @param segmentsReleased segments that were deleted
   */
  public record LogStatus(
      long records,
      long payloadBytes,
      long storedBytes,
      long forces,
      Duration forceTime,
      Duration longestForce,
      long segmentsOpened,
      long segmentsReleased) {}

  /**
   * Batches.
   *
   * @param outstanding allocated and not completed
   * @param completed since the start
   * @param failed since the start
   * @param lastCompleted the newest completed batch; {@link BatchTime#NONE} before the first
   */
  public record BatchStatus(
      long outstanding, long completed, long failed, BatchTime lastCompleted) {}
}
