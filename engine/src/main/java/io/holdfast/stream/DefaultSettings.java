package io.holdfast.stream;

import io.holdfast.engine.EngineSettings;
import io.holdfast.engine.receiver.BlockLimits;
import io.holdfast.engine.receiver.SupervisorPolicy;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.runtime.LiveScheduler;
import io.holdfast.runtime.Scheduler;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fills in what the user has left open. */
final class DefaultSettings {
  private static final long MOST_CACHE_BYTES = 128L << 20;
  private static final long MOST_BATCH_BYTES = 64L << 20;
  // Of the heap: blocks that wait, a batch, and what it makes of it have to find room beside the
  // states.
  private static final int SHARE_OF_HEAP = 8;
  private static final int MAX_BLOCK_BYTES = 2 << 20;
  private static final long MAX_IN_FLIGHT_BYTES = 16L << 20;

  private DefaultSettings() {}

  static EngineSettings complete(StreamingConfig.Builder given) {
    Duration age =
        given.blockInterval != null
            ? given.blockInterval
            : defaultBlockInterval(given.batchInterval);
    BlockLimits limits =
        new BlockLimits(Long.MAX_VALUE, MAX_BLOCK_BYTES, age, MAX_IN_FLIGHT_BYTES, given.rates);
    return new EngineSettings(
        given.application,
        given.storage,
        given.sinkStorage,
        given.sources,
        given.scheduler != null ? given.scheduler : liveScheduler(),
        given.owner,
        new EngineSettings.Batching(
            given.batchInterval,
            given.parallelism,
            given.maxBatchBytes != null ? given.maxBatchBytes : shareOfHeap(MOST_BATCH_BYTES),
            shareOfHeap(MOST_CACHE_BYTES),
            given.snapshotBytes,
            given.concurrentOutputs),
        new SupervisorPolicy(limits, given.receiverAttempts),
        given.guarantee,
        given.failures,
        given.registrations,
        Set.copyOf(given.droppable),
        Map.copyOf(given.formerNames),
        given.retention,
        given.log,
        given.console,
        given.persist,
        Optional.ofNullable(given.backend));
  }

  private static long shareOfHeap(long most) {
    return Math.min(most, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  private static Duration defaultBlockInterval(Duration batchInterval) {
    long quarter = batchInterval.toMillis() / 4;
    return Duration.ofMillis(Math.max(1, Math.min(100, quarter)));
  }

  @CompositionRoot("the default of everything that runs outside a test")
  private static Scheduler liveScheduler() {
    return new LiveScheduler();
  }
}
