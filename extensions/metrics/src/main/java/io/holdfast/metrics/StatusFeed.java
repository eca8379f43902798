package io.holdfast.metrics;

import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingStatus;
import io.holdfast.stream.StreamingStatus.LogStatus;
import io.holdfast.stream.StreamingStatus.StreamStatus;
import io.micrometer.core.instrument.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * The newest status of a context. Nobody who reads it waits: a read gives what is there and, if
 * that is a second old, has a new one taken for the next. Any thread.
 */
final class StatusFeed {
  private static final long OLD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final StreamingContext context;
  private final Clock clock;
  private final Consumer<StreamingStatus> onStatus;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile Seen seen;
  private volatile boolean closed;

  /** A status and when it came. */
  private record Seen(StreamingStatus status, long nanos) {}

  /**
   * A feed that begins with the first {@link #refresh}.
   *
   * @param onStatus told of each new status; on the driver's event loop
   */
  StatusFeed(StreamingContext context, Clock clock, Consumer<StreamingStatus> onStatus) {
    this.context = context;
    this.clock = clock;
    this.onStatus = onStatus;
  }

  /** Has a new status taken; the context runs. At most one is under way. */
  void refresh() {
    if (closed || !asking.compareAndSet(false, true)) {
      return;
    }
    CompletableFuture<?> unused =
        context
            .status()
            .whenComplete(
                (status, error) -> {
                  asking.set(false);
                  if (error == null && !closed) {
                    seen = new Seen(status, clock.monotonicTime());
                    onStatus.accept(status);
                  }
                });
  }

  /** The same if the newest is a second old. */
  void refreshIfOld() {
    Seen newest = seen;
    if (newest == null || clock.monotonicTime() - newest.nanos() >= OLD_NANOS) {
      refresh();
    }
  }

  void close() {
    closed = true;
  }

  /** A figure of the whole job; not a number before the first status. */
  double figure(ToDoubleFunction<StreamingStatus> figure) {
    Seen newest = seen;
    if (newest == null) {
      return Double.NaN;
    }
    refreshIfOld();
    return figure.applyAsDouble(newest.status());
  }

  /** A figure of a stream. */
  double stream(String name, ToDoubleFunction<StreamStatus> figure) {
    return figure(status -> figure.applyAsDouble(status.streams().get(name)));
  }

  /** A figure of a log. */
  double log(String name, ToDoubleFunction<LogStatus> figure) {
    return figure(status -> figure.applyAsDouble(status.logs().get(name)));
  }

  /**
   * How old the oldest record of a stream is that is not processed, in seconds; 0 if there is none.
   */
  double oldestSeconds(String name) {
    return stream(
        name,
        stream ->
            stream.oldestMillis().isEmpty()
                ? 0
                : Math.max(0, clock.wallTime() - stream.oldestMillis().getAsLong()) / 1e3);
  }
}
