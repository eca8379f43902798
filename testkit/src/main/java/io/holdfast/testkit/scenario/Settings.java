package io.holdfast.testkit.scenario;

import io.holdfast.engine.checkpointing.RetentionPolicy;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.wal.LogOptions;
import java.time.Duration;

/**
 * How the engine is set in a scenario: small, so that segments are changed, checkpoints written and
 * old ones released within a few dozen records.
 *
 * @param batchMillis from batch to batch
 * @param blockMillis after which a block is cut
 * @param parallelism tasks and partitions
 * @param segmentBytes length of log segments
 * @param retention of checkpoints
 * @param batchBytes of input in a batch at most, so that a backlog needs several
 * @param snapshotBytes of changes of a state before a snapshot is written
 */
public record Settings(
    int batchMillis,
    int blockMillis,
    int parallelism,
    long segmentBytes,
    RetentionPolicy retention,
    long batchBytes,
    long snapshotBytes) {
  public static final Settings SMALL = of(10, 3, 1024, new RetentionPolicy(3, 1));

  /** Two tasks, batches of any size, and no snapshots. */
  public static Settings of(
      int batchMillis, int blockMillis, long segmentBytes, RetentionPolicy retention) {
    return new Settings(
        batchMillis, blockMillis, 2, segmentBytes, retention, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  void apply(StreamingConfig.Builder config) {
    config
        .batchInterval(Duration.ofMillis(batchMillis))
        .blockInterval(Duration.ofMillis(blockMillis))
        .parallelism(parallelism)
        .log(LogOptions.DEFAULT.withSegmentBytes(segmentBytes))
        .retention(retention)
        .maxBatchBytes(batchBytes)
        .stateSnapshotBytes(snapshotBytes);
  }
}
