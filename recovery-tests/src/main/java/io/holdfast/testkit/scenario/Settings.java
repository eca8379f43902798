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
 */
public record Settings(
    int batchMillis,
    int blockMillis,
    int parallelism,
    long segmentBytes,
    RetentionPolicy retention) {
  public static final Settings SMALL = new Settings(10, 3, 2, 1024, new RetentionPolicy(3, 1));

  void apply(StreamingConfig.Builder config) {
    config
        .batchInterval(Duration.ofMillis(batchMillis))
        .blockInterval(Duration.ofMillis(blockMillis))
        .parallelism(parallelism)
        .log(LogOptions.DEFAULT.withSegmentBytes(segmentBytes))
        .retention(retention);
  }
}
