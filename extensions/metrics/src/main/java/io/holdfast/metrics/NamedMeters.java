package io.holdfast.metrics;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.holdfast.stream.StreamingStatus;
import io.holdfast.stream.StreamingStatus.LogStatus;
import io.holdfast.stream.StreamingStatus.StreamStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Registers what there is once for each stream, state and log. The meters read a {@link
 * StatusFeed}; nothing is counted for them.
 */
record NamedMeters(MeterRegistry registry, Tags tags, StatusFeed feed, Consumer<Meter> registered) {

  void whole() {
    add(
        Gauge.builder("holdfast.epoch", feed, f -> f.figure(StreamingStatus::epoch))
            .description("Epoch of the driver: grows by one or more with each start")
            .tags(tags)
            .register(registry));
    add(
        Gauge.builder(
                "holdfast.batch.outstanding",
                feed,
                f -> f.figure(status -> status.batches().outstanding()))
            .description("Batches that are allocated and not completed")
            .tags(tags)
            .register(registry));
    time(
        "holdfast.recovery.duration",
        "From the start until every batch that was left was completed",
        tags,
        f -> f.figure(s -> s.recovery().map(end -> seconds(end.total())).orElse(Double.NaN)));
    time(
        "holdfast.restart.estimate",
        "How long a start would take now to have read and computed what there is",
        tags,
        f -> f.figure(status -> seconds(status.restart().estimate())));
  }

  void stream(String name, RateWindow received, RateWindow processed) {
    Tags stream = tags.and("stream", name);
    counter(
        "holdfast.records.received",
        "Records taken from the receiver, durable or not",
        stream,
        f -> f.stream(name, StreamStatus::received));
    counter(
        "holdfast.records.stored",
        "Records that are durable",
        stream,
        f -> f.stream(name, StreamStatus::stored));
    counter(
        "holdfast.records.processed",
        "Records in completed batches",
        stream,
        f -> f.stream(name, StreamStatus::processed));
    counter(
        "holdfast.records.lost",
        "Records that were lost with drivers, in the life of the application",
        stream,
        f -> f.stream(name, StreamStatus::lostRecords));
    gauge(
        "holdfast.records.waiting",
        "Records that are durable and in no completed batch",
        stream,
        f -> f.stream(name, StreamStatus::waitingRecords));
    bytes(
        "holdfast.stream.waiting",
        "Stored length of the records that wait",
        stream,
        f -> f.stream(name, StreamStatus::waitingBytes));
    time(
        "holdfast.stream.oldest.age",
        "Age of the oldest record that is in no completed batch",
        stream,
        f -> f.oldestSeconds(name));
    rate("holdfast.stream.received.rate", "Records received in a second", stream, received);
    rate("holdfast.stream.processed.rate", "Records processed in a second", stream, processed);
    counter(
        "holdfast.receiver.restarts",
        "Attempts of the receiver that have failed and were followed by another",
        stream,
        f -> f.stream(name, StreamStatus::restarts));
    timer(
        "holdfast.receiver.blocked",
        "How often and how long the receiver was held back",
        stream,
        f -> (long) f.stream(name, StreamStatus::blocked),
        f -> f.stream(name, s -> s.blockedTime().toNanos()));
  }

  void state(String name) {
    gauge(
        "holdfast.state.keys",
        "Keys that a state holds",
        tags.and("state", name),
        f -> f.figure(status -> status.stateKeys().get(name)));
  }

  void log(String name) {
    Tags log = tags.and("log", name);
    add(
        FunctionCounter.builder(
                "holdfast.log.written", feed, f -> f.log(name, LogStatus::payloadBytes))
            .description("Acknowledged records' bytes")
            .baseUnit(BaseUnits.BYTES)
            .tags(log)
            .register(registry));
    bytes(
        "holdfast.log.stored",
        "What the log's segments hold",
        log,
        f -> f.log(name, LogStatus::storedBytes));
    timer(
        "holdfast.log.force",
        "Forces and how long they took",
        log,
        f -> (long) f.log(name, LogStatus::forces),
        f -> f.log(name, status -> status.forceTime().toNanos()));
    time(
        "holdfast.log.force.longest",
        "The slowest force since the start",
        log,
        f -> f.log(name, status -> seconds(status.longestForce())));
    counter(
        "holdfast.log.segments.opened",
        "Segments that were begun",
        log,
        f -> f.log(name, LogStatus::segmentsOpened));
    counter(
        "holdfast.log.segments.released",
        "Segments that were deleted",
        log,
        f -> f.log(name, LogStatus::segmentsReleased));
  }

  private void counter(String name, String what, Tags of, ToDoubleFunction<StatusFeed> value) {
    add(FunctionCounter.builder(name, feed, value).description(what).tags(of).register(registry));
  }

  private void gauge(String name, String what, Tags of, ToDoubleFunction<StatusFeed> value) {
    add(Gauge.builder(name, feed, value).description(what).tags(of).register(registry));
  }

  private void bytes(String name, String what, Tags of, ToDoubleFunction<StatusFeed> value) {
    add(
        Gauge.builder(name, feed, value)
            .description(what)
            .baseUnit(BaseUnits.BYTES)
            .tags(of)
            .register(registry));
  }

  private void rate(String name, String what, Tags of, RateWindow window) {
    add(
        Gauge.builder(name, window, RateWindow::perSecond)
            .description(what)
            .tags(of)
            .register(registry));
  }

  /** A time in seconds. */
  private void time(String name, String what, Tags of, ToDoubleFunction<StatusFeed> seconds) {
    add(
        TimeGauge.builder(name, feed, SECONDS, seconds)
            .description(what)
            .tags(of)
            .register(registry));
  }

  private void timer(
      String name,
      String what,
      Tags of,
      ToLongFunction<StatusFeed> count,
      ToDoubleFunction<StatusFeed> nanos) {
    add(
        FunctionTimer.builder(name, feed, count, nanos, NANOSECONDS)
            .description(what)
            .tags(of)
            .register(registry));
  }

  private void add(Meter meter) {
    registered.accept(meter);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
