package io.holdfast.engine.receiver;

import io.holdfast.engine.block.BlockFormat;
import io.holdfast.engine.block.ReceivedBlockHandler;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.journal.ReceivedBlockTracker;
import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.stream.RateLimits;
import io.holdfast.wal.FieldWriter;
import io.holdfast.wal.storage.Storage;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Runs the receivers of one input stream, one for each source that it is composed of: starts them
 * behind what is durable, hands their blocks to the handler and on to the driver, passes
 * acknowledgements back, and starts one again when it fails (rule R14).
 *
 * <p>Everything but {@link ReceiverContext} runs on the stream's own executor.
 */
public final class ReceiverSupervisor<T> implements InputSupervisor {
  private final String stream;
  private final ReceivedBlockHandler handler;
  private final SupervisorPolicy policy;
  private final ReceiverReports reports;
  private final Scheduler scheduler;
  private final SerialExecutor lane;
  private final BlockGenerator<T> generator;
  private final Map<String, Long> durable;
  private final PidRateEstimator estimator;
  private final List<ReceiverRuns<T>> receivers;
  private boolean stopping;

  /** Time and threads, the storage behind a location, and the rhythm of batches. */
  public record Surroundings(
      Scheduler scheduler, Function<String, Storage> places, Duration batchInterval) {}

  /**
   * What has been received of a stream.
   *
   * @param lastSequence of its last block, 0 if there was none
   * @param durableOffsets per source partition the position up to which everything is durable
   */
  public record Received(long lastSequence, Map<String, Long> durableOffsets)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    public Received {
      durableOffsets = new TreeMap<>(durableOffsets);
    }

    /** What a tracker knows. */
    public static Received of(ReceivedBlockTracker tracker) {
      return new Received(tracker.lastSequence(), tracker.durableOffsets());
    }
  }

  /** A supervisor whose receivers will continue behind what is durable. */
  public ReceiverSupervisor(
      String stream,
      ReceiverSource<T> source,
      ReceivedBlockHandler handler,
      Received before,
      SupervisorPolicy policy,
      ReceiverReports reports,
      Surroundings surroundings) {
    this.stream = stream;
    this.handler = handler;
    this.policy = policy;
    this.reports = reports;
    this.scheduler = surroundings.scheduler();
    this.lane = scheduler.serial("receiver-" + stream);
    this.durable = new TreeMap<>(before.durableOffsets());
    this.generator =
        new BlockGenerator<>(
            stream,
            source.codec(),
            policy.limits(),
            before.lastSequence(),
            before.durableOffsets(),
            new Cutter());
    var shared =
        new ReceiverRuns.Stream<>(stream, lane, generator, durable, policy, reports, surroundings);
    this.receivers = source.parts().stream().map(part -> new ReceiverRuns<>(shared, part)).toList();
    this.estimator =
        new PidRateEstimator(surroundings.batchInterval(), policy.limits().rates().min());
  }

  /** The rate follows, if it is to. */
  @Override
  public void processed(List<ReceivedBlock> blocks, Duration processing, Duration scheduling) {
    RateLimits rates = policy.limits().rates();
    if (rates.estimated()) {
      long records = blocks.stream().mapToLong(ReceivedBlock::records).sum();
      lane.execute(
          () ->
              estimator
                  .batch(scheduler.currentTimeMillis(), records, processing, scheduling)
                  .ifPresent(rate -> generator.rate(Math.min(rate, rates.max()))));
    }
  }

  /** Sets the rate, in records a second. */
  public void rate(double recordsPerSecond) {
    lane.execute(() -> generator.rate(recordsPerSecond));
  }

  @Override
  public boolean caughtUp() {
    return receivers.stream().allMatch(ReceiverRuns::caughtUp);
  }

  @Override
  public void start() {
    lane.execute(() -> receivers.forEach(ReceiverRuns::start));
  }

  /** Tells the sources that this block is durable. */
  @Override
  public void acknowledge(ReceivedBlock block) {
    lane.execute(
        () -> {
          block.advance(durable);
          Map<String, Long> positions = new TreeMap<>(block.offsets());
          positions.values().removeIf(position -> position == ReceivedBlock.FORGOTTEN);
          receivers.forEach(receiver -> receiver.acknowledge(positions));
        });
  }

  /**
   * Ends the receivers and cuts what they have delivered; nothing is taken from them after this.
   */
  @Override
  public void stop() {
    generator.close();
    receivers.forEach(ReceiverRuns::stop);
    lane.execute(
        () -> {
          if (!stopping) {
            stopping = true;
            receivers.forEach(ReceiverRuns::end);
            reports.event(stream, "stopped", "");
          }
        });
  }

  /** Records taken from the receivers since the start, durable or not. */
  @Override
  public long received() {
    return generator.received();
  }

  /** Sends cut blocks on their way. */
  private final class Cutter implements BlockGenerator.Target {
    @Override
    public void cut(BlockFormat.Header header, FieldWriter records) {
      ByteBuffer bytes = BlockFormat.assemble(header, records);
      CompletableFuture<ReceivedBlock> unused =
          handler
              .store(header, bytes)
              .whenComplete((block, error) -> settled(header, block, error));
    }

    private void settled(BlockFormat.Header header, ReceivedBlock block, Throwable error) {
      generator.settled(header.recordBytes());
      if (error != null) {
        reports.storeFailed(error);
      } else {
        reports.stored(block);
      }
    }

    @Override
    public void begun(long sequence) {
      reports.begun(stream, sequence);
      scheduler.schedule(policy.limits().maxAge(), lane, () -> generator.cut(sequence));
    }

    @Override
    public long nanoTime() {
      return scheduler.nanoTime();
    }

    @Override
    public void wakeAfter(Duration delay) {
      scheduler.schedule(delay, lane, generator::wake);
    }

    @Override
    public void held() {
      reports.held(stream, "as much as is allowed is on its way to the log");
    }

    @Override
    public void freed() {
      reports.freed(stream);
    }
  }
}
