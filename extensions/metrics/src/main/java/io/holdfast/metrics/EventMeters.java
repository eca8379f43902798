package io.holdfast.metrics;

import io.holdfast.stream.StreamingListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Meters of what happens once a batch or once a checkpoint. */
final class EventMeters implements StreamingListener {
  private final MeterRegistry registry;
  private final Tags tags;
  private final Consumer<Meter> registered;
  private final Timer scheduling;
  private final Timer processing;
  private final DistributionSummary batchRecords;
  private final Counter failures;
  private final Counter retries;
  private final Counter quarantined;
  private final Timer checkpointWrite;
  private final DistributionSummary checkpointSize;
  private final Counter checkpointsPassedOver;
  private final Map<String, Timer> commits = new HashMap<>();
  private boolean closed;

  EventMeters(MeterRegistry registry, Tags tags, Consumer<Meter> registered) {
    this.registry = registry;
    this.tags = tags;
    this.registered = registered;
    scheduling = timer("holdfast.batch.scheduling", "From a batch's time to its start", tags);
    processing =
        timer("holdfast.batch.processing", "From a batch's start to its last commit", tags);
    batchRecords =
        add(
            DistributionSummary.builder("holdfast.batch.records")
                .description("Input records of completed batches")
                .tags(tags)
                .register(registry));
    failures = counter("holdfast.batch.failures", "Batches that have failed");
    retries = counter("holdfast.batch.retries", "Attempts after a function has failed");
    quarantined =
        counter("holdfast.records.quarantined", "Records set aside because a function failed");
    checkpointWrite =
        timer("holdfast.checkpoint.write", "From a checkpoint's image to its verified file", tags);
    checkpointSize =
        add(
            DistributionSummary.builder("holdfast.checkpoint.size")
                .description("Length of checkpoints")
                .baseUnit(BaseUnits.BYTES)
                .tags(tags)
                .register(registry));
    checkpointsPassedOver =
        counter(
            "holdfast.checkpoint.passed.over", "Damaged checkpoints that a recovery passed over");
  }

  /** An output is known: it shows before its first commit. */
  synchronized void output(String name) {
    if (!closed && !commits.containsKey(name)) {
      Tags output = tags.and("output", name);
      commits.put(name, timer("holdfast.output.commit", "Commits of an output", output));
    }
  }

  /** Registers nothing more. */
  synchronized void close() {
    closed = true;
  }

  @Override
  public synchronized void onOutputCommitted(OutputInfo output) {
    output(output.output());
    if (!closed) {
      commits.get(output.output()).record(output.duration());
    }
  }

  @Override
  public void onBatchCompleted(BatchInfo batch) {
    scheduling.record(batch.schedulingDelay());
    processing.record(batch.processingDelay());
    batchRecords.record((double) batch.records());
  }

  @Override
  public void onBatchFailed(BatchFailure batch) {
    failures.increment();
  }

  @Override
  public void onRetry(RetryInfo retry) {
    retries.increment();
  }

  @Override
  public void onQuarantined(QuarantineInfo quarantine) {
    quarantined.increment(quarantine.ids().size());
  }

  @Override
  public void onCheckpoint(CheckpointInfo checkpoint) {
    checkpointWrite.record(checkpoint.duration());
    checkpointSize.record((double) checkpoint.lengthBytes());
  }

  @Override
  public void onCheckpointPassedOver(CheckpointPassedOver checkpoint) {
    checkpointsPassedOver.increment();
  }

  private Timer timer(String name, String what, Tags of) {
    return add(Timer.builder(name).description(what).tags(of).register(registry));
  }

  private Counter counter(String name, String what) {
    return add(Counter.builder(name).description(what).tags(tags).register(registry));
  }

  private <M extends Meter> M add(M meter) {
    registered.accept(meter);
    return meter;
  }
}
