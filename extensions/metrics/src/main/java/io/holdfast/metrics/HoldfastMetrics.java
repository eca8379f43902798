package io.holdfast.metrics;

import io.holdfast.ConfigurationException;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingListener;
import io.holdfast.stream.StreamingStatus;
import io.holdfast.stream.StreamingStatus.StreamStatus;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The meters of one job, see {@code docs/metrics.md}. All begin with {@code holdfast.} and have the
 * tag {@code application}.
 *
 * <p>Bind before the context starts, so that the recovery is seen too:
 *
 * <pre>{@code
 * HoldfastMetrics metrics = HoldfastMetrics.bind(context, registry);
 * context.start();
 * }</pre>
 *
 * <p>Nothing is counted per record: events of batches and checkpoints feed timers, all else is read
 * from the context's status. Reading a meter never waits for the job. It gives the newest status,
 * which is taken with each batch and checkpoint and otherwise once a second while blocks come or
 * somebody reads. Any thread.
 *
 * <p>Meters of streams, states, outputs and logs appear when the job has started. When it has
 * ended, all keep their last values until {@link #close}.
 */
public final class HoldfastMetrics implements AutoCloseable {
  private final MeterRegistry registry;
  private final Clock clock;
  private final List<Meter> meters = new CopyOnWriteArrayList<>();
  private final StatusFeed feed;
  private final EventMeters events;
  private final NamedMeters named;
  private final Set<String> known = new HashSet<>();
  private final Map<String, StreamRates> rates = new HashMap<>();
  private boolean closed;

  private record StreamRates(RateWindow received, RateWindow processed) {}

  private HoldfastMetrics(StreamingContext context, MeterRegistry registry) {
    this.registry = registry;
    this.clock = registry.config().clock();
    Tags tags = Tags.of("application", context.applicationName());
    this.feed = new StatusFeed(context, clock, this::taken);
    this.events = new EventMeters(registry, tags, meters::add);
    this.named = new NamedMeters(registry, tags, feed, meters::add);
    named.whole();
  }

  /**
   * Registers the meters of a context and keeps them up to date.
   *
   * @param context that is not started yet; of one that runs, what has happened is missing, and
   *     meters by name appear with its next batch or block
   * @return what removes the meters again
   * @throws ConfigurationException if the registry holds the meters of a job of this name: it would
   *     go on showing those
   */
  public static HoldfastMetrics bind(StreamingContext context, MeterRegistry registry) {
    String application = context.applicationName();
    if (registry.find("holdfast.epoch").tag("application", application).meter() != null) {
      throw new ConfigurationException(
          "The registry already has meters of application '"
              + application
              + "'. Close the HoldfastMetrics of the context before this one first, or give this one"
              + " another registry.");
    }
    HoldfastMetrics metrics = new HoldfastMetrics(context, registry);
    context.addListener(metrics.events);
    context.addListener(metrics.new Refreshing());
    return metrics;
  }

  /**
   * Removes the meters from the registry. The job is left alone. Closing twice is the same as once.
   */
  @Override
  public synchronized void close() {
    closed = true;
    feed.close();
    events.close();
    meters.forEach(registry::remove);
    meters.clear();
  }

  /** A new status: registers what it names for the first time, and notes how counters grow. */
  private synchronized void taken(StreamingStatus status) {
    if (closed) {
      return;
    }
    for (String stream : status.streams().keySet()) {
      StreamRates rate =
          rates.computeIfAbsent(stream, s -> new StreamRates(new RateWindow(), new RateWindow()));
      if (known.add("stream " + stream)) {
        named.stream(stream, rate.received(), rate.processed());
      }
      StreamStatus now = status.streams().get(stream);
      rate.received().sample(clock.monotonicTime(), now.received());
      rate.processed().sample(clock.monotonicTime(), now.processed());
    }
    for (String state : status.stateKeys().keySet()) {
      if (known.add("state " + state)) {
        named.state(state);
      }
    }
    for (String log : status.logs().keySet()) {
      if (known.add("log " + log)) {
        named.log(log);
      }
    }
    status.outputs().forEach(events::output);
  }

  /** Has a new status taken when something has happened that changes it. */
  private final class Refreshing implements StreamingListener {
    @Override
    public void onJobStarted(JobStart job) {
      feed.refresh();
    }

    @Override
    public void onJobStopped(JobEnd job) {
      feed.refresh();
    }

    @Override
    public void onBlockAdded(BlockInfo block) {
      feed.refreshIfOld();
    }

    @Override
    public void onBatchSubmitted(BatchStep batch) {
      feed.refresh();
    }

    @Override
    public void onBatchCompleted(BatchInfo batch) {
      feed.refresh();
    }

    @Override
    public void onBatchFailed(BatchFailure batch) {
      feed.refresh();
    }

    @Override
    public void onCheckpoint(CheckpointInfo checkpoint) {
      feed.refresh();
    }

    @Override
    public void onReceiver(ReceiverInfo receiver) {
      feed.refresh();
    }
  }
}
