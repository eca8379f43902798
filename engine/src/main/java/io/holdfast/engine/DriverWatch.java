package io.holdfast.engine;

import io.holdfast.engine.batch.BatchWatch;
import io.holdfast.engine.block.Holding;
import io.holdfast.engine.commit.Output;
import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.journal.JournalEvent.Loss;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.recovery.CommittedBatches;
import io.holdfast.engine.status.LogTally;
import io.holdfast.engine.status.StreamTally;
import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.StopReport;
import io.holdfast.stream.StreamingListener.BatchFailure;
import io.holdfast.stream.StreamingListener.BatchInfo;
import io.holdfast.stream.StreamingListener.BatchStep;
import io.holdfast.stream.StreamingListener.BlockInfo;
import io.holdfast.stream.StreamingListener.CheckpointInfo;
import io.holdfast.stream.StreamingListener.CheckpointPassedOver;
import io.holdfast.stream.StreamingListener.CheckpointStart;
import io.holdfast.stream.StreamingListener.JobEnd;
import io.holdfast.stream.StreamingListener.JobStart;
import io.holdfast.stream.StreamingListener.LossInfo;
import io.holdfast.stream.StreamingListener.OutputInfo;
import io.holdfast.stream.StreamingListener.ReceiverInfo;
import io.holdfast.stream.StreamingListener.RecoveryEnd;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Watches a driver: counts what its status says, and tells listeners what happens. Changes nothing
 * in the driver. Used from the driver's executor, but for {@link #commit} and what says otherwise.
 */
final class DriverWatch implements BatchWatch {
  private final Startup startup;
  private final Events events;
  private final SerialExecutor driver;
  private final Scheduler clock;
  private final DriverStatus status;
  private final LogTally logs = new LogTally();
  private final Queue<OutputInfo> committed = new ConcurrentLinkedQueue<>();
  private final Set<BatchTime> left = new TreeSet<>();
  private final int leftBatches;
  private long checkpointNanos;

  /** A watch over a driver; {@code committed} is what the driver before has left. */
  DriverWatch(
      Startup startup,
      Events events,
      SerialExecutor driver,
      CommittedBatches committed,
      DriverStatus status) {
    this.startup = startup;
    this.events = events;
    this.driver = driver;
    this.clock = startup.settings().scheduler();
    this.status = status;
    committed.committedOutputs().keySet().forEach(batch -> left.add(batch.time()));
    this.leftBatches = left.size();
  }

  Events events() {
    return events;
  }

  DriverStatus status() {
    return status;
  }

  void recovering() {
    events.recovered(startup.plan(), epoch());
    startup
        .plan()
        .passedOver()
        .forEach(
            finding -> {
              CheckpointPassedOver info =
                  new CheckpointPassedOver(finding.location(), finding.reason());
              events.tell(listener -> listener.onCheckpointPassedOver(info));
            });
  }

  /** What was lost with the drivers before; it is durable that it is. */
  void lost(List<Loss> losses) {
    losses.forEach(loss -> events.lost(new LossInfo(loss.stream(), loss.blocks(), loss.records())));
  }

  /** The epoch is durable. */
  void started() {
    JobStart start =
        new JobStart(
            startup.settings().application(),
            epoch(),
            status.streams(),
            status.watched().states().names(),
            status.outputs());
    events.tell(listener -> listener.onJobStarted(start));
    finishRecovery();
  }

  private void finishRecovery() {
    if (left.isEmpty() && status.recovery().isEmpty()) {
      RecoveryEnd end = status.recovered(epoch(), leftBatches);
      events.tell(listener -> listener.onRecoveryFinished(end));
    }
  }

  void blockAdded(ReceivedBlock block) {
    count(block.stream(), tally -> tally.stored(block));
    events.block(
        new BlockInfo(block.stream(), block.sequence(), block.records(), block.lengthBytes()));
  }

  /** The first record of a block has come. Any thread. */
  void begun(String stream, long sequence) {
    count(stream, tally -> tally.begun(sequence, clock.currentTimeMillis()));
  }

  /** What a stream has stored has to wait, or its receiver has. Any thread. */
  void held(String stream, String reason) {
    count(
        stream,
        tally -> {
          if (tally.held(clock.nanoTime())) {
            later(new ReceiverInfo(stream, "blocked", reason));
          }
        });
  }

  /** The opposite of one {@link #held}. Any thread. */
  void freed(String stream) {
    count(
        stream,
        tally -> {
          if (tally.freed(clock.nanoTime())) {
            later(new ReceiverInfo(stream, "resumed", ""));
          }
        });
  }

  /** Told when blocks of a stream find no room. */
  Holding holding(String stream) {
    return new Holding() {
      @Override
      public void held(String reason) {
        DriverWatch.this.held(stream, reason);
      }

      @Override
      public void freed() {
        DriverWatch.this.freed(stream);
      }
    };
  }

  /** Something has happened to a receiver. Any thread. */
  void later(ReceiverInfo info) {
    driver.execute(
        () -> {
          if (info.event().equals("restarting")) {
            count(info.stream(), StreamTally::restarting);
          }
          events.receiver(info);
        });
  }

  @Override
  public void submitted(Allocation batch) {
    BatchStep step = new BatchStep(batch.time(), batch.records());
    events.tell(listener -> listener.onBatchSubmitted(step));
  }

  @Override
  public void started(Allocation batch) {
    BatchStep step = new BatchStep(batch.time(), batch.records());
    events.tell(listener -> listener.onBatchStarted(step));
  }

  @Override
  public CommitOutcome commit(Allocation batch, String output, Output.Commit commit) {
    long begun = clock.nanoTime();
    CommitOutcome outcome = commit.run();
    if (outcome instanceof CommitOutcome.Committed) {
      Duration duration = Duration.ofNanos(clock.nanoTime() - begun);
      committed.add(new OutputInfo(batch.time(), output, duration));
    }
    return outcome;
  }

  @Override
  public void ran(Allocation batch, Throwable error) {
    for (OutputInfo info = committed.poll(); info != null; info = committed.poll()) {
      OutputInfo output = info;
      events.tell(listener -> listener.onOutputCommitted(output));
    }
    if (error != null) {
      status.failedBatch();
      BatchFailure failure = new BatchFailure(batch.time(), batch.records(), error);
      events.tell(listener -> listener.onBatchFailed(failure));
    }
  }

  /** The batch is completed and journaled. */
  void completed(Allocation batch, Duration schedulingDelay, Duration processingDelay) {
    status.completedBatch(batch, processingDelay);
    events.batch(
        new BatchInfo(
            batch.time(),
            batch.records(),
            schedulingDelay,
            processingDelay,
            status.watched().states().keys()));
    left.remove(batch.time());
    finishRecovery();
    tellLogs();
  }

  private void tellLogs() {
    logs.since(status.watched().logs().metrics())
        .forEach(activity -> events.tell(listener -> listener.onLog(activity)));
  }

  void checkpointStarted(CheckpointStart info) {
    checkpointNanos = clock.nanoTime();
    events.tell(listener -> listener.onCheckpointStarted(info));
  }

  void checkpointWritten(CheckpointStart which, long lengthBytes) {
    status.checkpointWritten(lengthBytes);
    Duration duration = Duration.ofNanos(clock.nanoTime() - checkpointNanos);
    events.checkpoint(new CheckpointInfo(which.name(), which.time(), lengthBytes, duration));
  }

  /** The driver has ended and given back what it held. */
  void ended(StopReport report, Throwable failure) {
    tellLogs();
    status.ended();
    JobEnd end = new JobEnd(epoch(), report, Optional.ofNullable(failure));
    events.tell(listener -> listener.onJobStopped(end));
  }

  private void count(String stream, Consumer<StreamTally> change) {
    status.stream(stream).ifPresent(change);
  }

  private long epoch() {
    return startup.claim().epoch();
  }
}
