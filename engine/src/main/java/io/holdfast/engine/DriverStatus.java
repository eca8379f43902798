package io.holdfast.engine;

import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.receiver.ReceiverTracker;
import io.holdfast.engine.recovery.CommittedBatches;
import io.holdfast.engine.state.States;
import io.holdfast.engine.status.LogTally;
import io.holdfast.engine.status.StreamTally;
import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.RestartCost;
import io.holdfast.stream.StreamingListener.RecoveryEnd;
import io.holdfast.stream.StreamingStatus;
import io.holdfast.stream.StreamingStatus.BatchStatus;
import io.holdfast.stream.StreamingStatus.LogStatus;
import io.holdfast.stream.StreamingStatus.StreamStatus;
import io.holdfast.wal.LogMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Where a driver stands. Used from the driver's executor, but for {@link #stream} and {@link #ask}.
 */
final class DriverStatus {
  private final Startup startup;
  private final DriverState state;
  private final SerialExecutor driver;
  private final Scheduler clock;
  private final long startNanos;
  private final Map<String, StreamTally> streams = new TreeMap<>();
  private final CompletableFuture<StreamingStatus> last = new CompletableFuture<>();
  private Watched watched;
  private long checkpointBytes;
  private long startBytes;
  private Duration startTime = Duration.ZERO;
  private Optional<RecoveryEnd> recovery = Optional.empty();
  private long completed;
  private long failed;
  private long processedRecords;
  private Duration processingTime = Duration.ZERO;

  /** What there is to be looked at. */
  record Watched(DriverLogs logs, States states, ReceiverTracker receivers) {}

  /**
   * The status of a driver that is being made.
   *
   * @param committed what the driver before has left
   * @param startNanos when the start began
   */
  DriverStatus(
      Startup startup, SerialExecutor driver, CommittedBatches committed, long startNanos) {
    this.startup = startup;
    this.state = startup.plan().state();
    this.driver = driver;
    this.clock = startup.settings().scheduler();
    this.startNanos = startNanos;
    startup.graph().inputs().forEach(input -> streams.put(input.name(), new StreamTally()));
    for (Allocation batch : committed.committedOutputs().keySet()) {
      batch.allBlocks().forEach(block -> left(block, batch.time()));
    }
    state.trackers().values().stream()
        .flatMap(tracker -> tracker.unallocated().stream())
        .forEach(block -> left(block, state.lastAllocated()));
    this.checkpointBytes =
        startup.plan().checkpoint().stream()
            .flatMap(checkpoint -> checkpoint.sections().stream())
            .mapToLong(section -> section.bytes().length)
            .sum();
  }

  private void left(ReceivedBlock block, BatchTime since) {
    if (block.lostBefore(startup.claim().epoch())) {
      return;
    }
    boolean known = since.isAfter(BatchTime.NONE);
    stream(block.stream())
        .ifPresent(
            tally -> tally.left(block, known ? since.epochMillis() : clock.currentTimeMillis()));
  }

  /** The counts of a stream; empty for one that the job no longer defines. Any thread. */
  Optional<StreamTally> stream(String name) {
    return Optional.ofNullable(streams.get(name));
  }

  List<String> streams() {
    return List.copyOf(streams.keySet());
  }

  List<String> outputs() {
    return List.copyOf(startup.outputs().keySet());
  }

  Watched watched() {
    return watched;
  }

  /** The start has read what it reads, the driver is about to run. */
  void opened(Watched parts) {
    watched = parts;
    startBytes = readBytes();
    startTime = sinceStart();
  }

  Optional<RecoveryEnd> recovery() {
    return recovery;
  }

  /** Every batch that was left is completed. */
  RecoveryEnd recovered(long epoch, int batches) {
    RecoveryEnd end = new RecoveryEnd(epoch, startTime, sinceStart(), startBytes, batches);
    recovery = Optional.of(end);
    return end;
  }

  void failedBatch() {
    failed++;
  }

  void completedBatch(Allocation batch, Duration processing) {
    batch.blocks().forEach((name, blocks) -> stream(name).ifPresent(t -> t.completed(blocks)));
    completed++;
    processedRecords += batch.records();
    processingTime = processingTime.plus(processing);
  }

  void checkpointWritten(long lengthBytes) {
    checkpointBytes = lengthBytes;
  }

  /** Nothing changes any more. */
  void ended() {
    last.complete(snapshot(true));
  }

  /** Completes on the driver's executor, or at once with the last status when it has ended. */
  CompletableFuture<StreamingStatus> ask() {
    if (last.isDone()) {
      return last.copy();
    }
    // When the driver ends meanwhile, its executor may take no more tasks.
    return CompletableFuture.supplyAsync(
            () -> last.isDone() ? last.join() : snapshot(false), driver)
        .applyToEither(last, status -> status);
  }

  private StreamingStatus snapshot(boolean ended) {
    Map<String, StreamStatus> streamStatus = new TreeMap<>();
    streams.forEach(
        (name, tally) ->
            streamStatus.put(
                name,
                tally.status(
                    watched.receivers().receivedRecords(name), state.tracker(name).lost())));
    Map<String, LogStatus> logStatus = new TreeMap<>();
    watched.logs().metrics().forEach((log, m) -> logStatus.put(log, LogTally.status(m)));
    Map<String, Long> stateKeys = new TreeMap<>();
    watched.states().logs().forEach((name, s) -> stateKeys.put(name, s.keys()));
    long waiting = streamStatus.values().stream().mapToLong(StreamStatus::waitingRecords).sum();
    return new StreamingStatus(
        startup.settings().application(),
        startup.claim().epoch(),
        ended,
        streamStatus,
        stateKeys,
        outputs(),
        logStatus,
        new BatchStatus(state.pending().size(), completed, failed, state.lastCompleted()),
        recovery,
        new RestartCost(
            readBytes(), waiting, startBytes, startTime, processedRecords, processingTime));
  }

  private long readBytes() {
    return checkpointBytes
        + watched.logs().metrics().values().stream().mapToLong(LogMetrics::storedBytes).sum();
  }

  private Duration sinceStart() {
    return Duration.ofNanos(clock.nanoTime() - startNanos);
  }
}
