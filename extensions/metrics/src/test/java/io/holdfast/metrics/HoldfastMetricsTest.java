package io.holdfast.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.FailurePolicy;
import io.holdfast.stream.StreamingListener;
import io.holdfast.stream.StreamingListener.OutputInfo;
import io.holdfast.stream.StreamingStatus;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the meters of a whole job say, beside what its listeners were told. */
final class HoldfastMetricsTest {
  private static final int LAST = 50;

  private final List<StreamingListener.BatchInfo> batches = new ArrayList<>();
  private final List<StreamingListener.CheckpointInfo> checkpoints = new ArrayList<>();

  private final class Told implements StreamingListener {
    @Override
    public void onBatchCompleted(BatchInfo batch) {
      batches.add(batch);
    }

    @Override
    public void onCheckpoint(CheckpointInfo checkpoint) {
      checkpoints.add(checkpoint);
    }
  }

  private static double value(MeterRegistry registry, String name, String... tags) {
    Meter meter = registry.find(name).tags(Tags.of(tags)).meter();
    assertNotNull(meter, () -> "no meter " + name);
    return meter.measure().iterator().next().getValue();
  }

  private static double gauge(MeterRegistry registry, String name, String... tags) {
    return registry.get(name).tags(Tags.of(tags)).gauge().value();
  }

  private long processed() {
    return batches.stream().mapToLong(StreamingListener.BatchInfo::records).sum();
  }

  private SimulatedJob finished(Ticks source) {
    SimulatedJob job = new SimulatedJob(source);
    HoldfastMetrics unused = HoldfastMetrics.bind(job.context, job.registry);
    job.context.addListener(new Told());
    job.context.start();
    job.runUntil(() -> processed() == LAST);
    job.stop();
    return job;
  }

  @Test
  void countersSayWhatWasReceivedAndProcessed() {
    MeterRegistry registry = finished(new Ticks(LAST, 20)).registry;
    String[] ticks = {"application", SimulatedJob.NAME, "stream", "ticks"};
    assertEquals(LAST, value(registry, "holdfast.records.received", ticks));
    assertEquals(LAST, value(registry, "holdfast.records.stored", ticks));
    assertEquals(LAST, value(registry, "holdfast.records.processed", ticks));
    assertEquals(0, gauge(registry, "holdfast.records.waiting", ticks));
    assertEquals(0, gauge(registry, "holdfast.stream.waiting", ticks));
    assertEquals(0, gauge(registry, "holdfast.stream.oldest.age", ticks));
    assertEquals(1, value(registry, "holdfast.receiver.restarts", ticks));
    assertEquals(4, gauge(registry, "holdfast.state.keys", "state", "totals"));
    assertEquals(1, gauge(registry, "holdfast.epoch"));
    assertEquals(0, gauge(registry, "holdfast.batch.outstanding"));
  }

  @Test
  void timersHoldWhatListenersWereTold() {
    MeterRegistry registry = finished(new Ticks(LAST, 0)).registry;
    assertTrue(batches.size() > 2);
    Timer processing = registry.get("holdfast.batch.processing").timer();
    assertEquals(batches.size(), processing.count());
    long nanos = batches.stream().mapToLong(batch -> batch.processingDelay().toNanos()).sum();
    assertTrue(nanos > 0);
    assertEquals((double) nanos, processing.totalTime(TimeUnit.NANOSECONDS), 1);
    assertEquals(
        batches.stream().mapToDouble(batch -> batch.schedulingDelay().toNanos()).sum(),
        registry.get("holdfast.batch.scheduling").timer().totalTime(TimeUnit.NANOSECONDS),
        1);
    assertEquals(LAST, registry.get("holdfast.batch.records").summary().totalAmount());
    Timer commits = registry.get("holdfast.output.commit").tag("output", "files").timer();
    assertEquals(batches.size(), commits.count());
    Timer writes = registry.get("holdfast.checkpoint.write").timer();
    assertEquals(checkpoints.size(), writes.count());
    long written = checkpoints.stream().mapToLong(c -> c.duration().toNanos()).sum();
    assertTrue(written > 0);
    assertEquals((double) written, writes.totalTime(TimeUnit.NANOSECONDS), 1);
    assertEquals(
        checkpoints.stream().mapToDouble(StreamingListener.CheckpointInfo::lengthBytes).sum(),
        registry.get("holdfast.checkpoint.size").summary().totalAmount());
  }

  @Test
  void logsAndTheRestartAreThoseOfTheStatus() {
    SimulatedJob job = finished(new Ticks(LAST, 0));
    StreamingStatus status = job.context.status().join();
    for (String log : List.of("data/blocks", "journal", "state/totals")) {
      StreamingStatus.LogStatus expected = status.logs().get(log);
      assertEquals(
          (double) expected.payloadBytes(),
          value(job.registry, "holdfast.log.written", "log", log));
      assertEquals(
          (double) expected.storedBytes(), gauge(job.registry, "holdfast.log.stored", "log", log));
      assertEquals(
          (double) expected.forces(),
          job.registry.get("holdfast.log.force").tag("log", log).functionTimer().count());
      assertEquals(
          (double) expected.forceTime().toNanos(),
          job.registry
              .get("holdfast.log.force")
              .tag("log", log)
              .functionTimer()
              .totalTime(TimeUnit.NANOSECONDS),
          1);
    }
    assertEquals(
        status.restart().estimate().toNanos() / 1e9,
        gauge(job.registry, "holdfast.restart.estimate"));
    assertEquals(
        status.recovery().orElseThrow().total().toNanos() / 1e9,
        gauge(job.registry, "holdfast.recovery.duration"));
  }

  @Test
  void beforeTheStartNothingIsKnownAndNobodyWaits() {
    SimulatedJob job = new SimulatedJob(new Ticks(LAST, 0));
    HoldfastMetrics unused = HoldfastMetrics.bind(job.context, job.registry);
    assertEquals(Double.NaN, gauge(job.registry, "holdfast.epoch"));
    assertEquals(Double.NaN, gauge(job.registry, "holdfast.restart.estimate"));
  }

  @Test
  void recordsThatNobodyProcessesGrowOldAcrossARestart() {
    SimulatedJob first = new SimulatedJob(new Ticks(LAST, 0));
    HoldfastMetrics unused = HoldfastMetrics.bind(first.context, first.registry);
    first.context.start();
    first.fail();
    first.runUntil(first.context.termination()::isDone);
    assertEquals(1, value(first.registry, "holdfast.batch.failures"));
    assertEquals(1, gauge(first.registry, "holdfast.batch.outstanding"));
    assertTrue(gauge(first.registry, "holdfast.records.waiting", "stream", "ticks") > 0);
    double young = gauge(first.registry, "holdfast.stream.oldest.age", "stream", "ticks");
    assertTrue(young > 0 && young < 1, "age: " + young);
    first.scheduler.advance(Duration.ofSeconds(90));
    assertEquals(
        young + 90, gauge(first.registry, "holdfast.stream.oldest.age", "stream", "ticks"), 1e-6);

    SimulatedJob second = first.afterKill(new Ticks(LAST, 0), Duration.ofSeconds(30));
    HoldfastMetrics other = HoldfastMetrics.bind(second.context, second.registry);
    second.fail();
    second.context.start();
    second.runUntil(() -> second.registry.find("holdfast.records.waiting").meter() != null);
    assertTrue(gauge(second.registry, "holdfast.stream.oldest.age", "stream", "ticks") > 119);
    assertEquals(2, gauge(second.registry, "holdfast.epoch"));
    other.close();
  }

  @Test
  void ratesAreThoseOfTheLastSeconds() {
    SimulatedJob job = new SimulatedJob(new Ticks(20_000, 0));
    HoldfastMetrics unused = HoldfastMetrics.bind(job.context, job.registry);
    job.context.start();
    job.scheduler.runFor(Duration.ofSeconds(3));
    for (String name : List.of("holdfast.stream.received.rate", "holdfast.stream.processed.rate")) {
      double rate = gauge(job.registry, name, "stream", "ticks");
      assertTrue(rate > 500 && rate <= 1_000, name + ": " + rate);
    }
  }

  @Test
  void commitsTakeTheTimeThatTheyTook() {
    SimulatedJob job = new SimulatedJob(new Ticks(LAST, 0));
    EventMeters meters = new EventMeters(job.registry, Tags.empty(), meter -> {});
    meters.onOutputCommitted(new OutputInfo(BatchTime.NONE, "files", Duration.ofMillis(5)));
    meters.onOutputCommitted(new OutputInfo(BatchTime.NONE, "files", Duration.ofMillis(7)));
    Timer commits = job.registry.get("holdfast.output.commit").tag("output", "files").timer();
    assertEquals(2, commits.count());
    assertEquals(12, commits.totalTime(TimeUnit.MILLISECONDS), 1e-6);
  }

  @Test
  void quarantinedRecordsAreCounted() {
    FailurePolicy policy = FailurePolicy.quarantine(10).afterRetries(2, Duration.ofMillis(1));
    SimulatedJob job = new SimulatedJob(new Ticks(LAST, 0), policy);
    HoldfastMetrics unused = HoldfastMetrics.bind(job.context, job.registry);
    job.context.addListener(new Told());
    job.context.start();
    job.runUntil(() -> processed() == LAST);
    assertEquals(1, value(job.registry, "holdfast.records.quarantined"));
    assertEquals(2, value(job.registry, "holdfast.batch.retries"));
    assertEquals(0, value(job.registry, "holdfast.batch.failures"));
  }

  @Test
  void aRegistryTakesTheNextContextWhenTheFirstIsClosed() {
    SimulatedJob job = new SimulatedJob(new Ticks(LAST, 0));
    HoldfastMetrics metrics = HoldfastMetrics.bind(job.context, job.registry);
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class, () -> HoldfastMetrics.bind(job.context, job.registry));
    assertTrue(refused.getMessage().contains("Close"), refused.getMessage());
    metrics.close();
    metrics.close();
    assertEquals(List.of(), job.registry.getMeters());
    HoldfastMetrics.bind(job.context, job.registry).close();
  }

  @Test
  void aClosedBindingRegistersNothingMore() {
    SimulatedJob job = new SimulatedJob(new Ticks(LAST, 0));
    HoldfastMetrics.bind(job.context, job.registry).close();
    job.context.addListener(new Told());
    job.context.start();
    job.runUntil(() -> processed() == LAST);
    assertEquals(List.of(), job.registry.getMeters());
  }
}
