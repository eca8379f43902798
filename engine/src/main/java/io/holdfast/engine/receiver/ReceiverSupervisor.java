package io.holdfast.engine.receiver;

import io.holdfast.SourceFailedException;
import io.holdfast.engine.block.BlockFormat;
import io.holdfast.engine.block.ReceivedBlockHandler;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.journal.ReceivedBlockTracker;
import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.stream.RateLimits;
import io.holdfast.wal.FieldWriter;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Runs the receiver of one input stream: starts it behind what is durable, hands its blocks to the
 * handler and on to the driver, passes acknowledgements back, and starts it again when it fails
 * (rule R14).
 *
 * <p>Everything but {@link ReceiverContext} runs on the receiver's own executor.
 */
public final class ReceiverSupervisor<T> {
  private final String stream;
  private final ReceiverSource<T> source;
  private final ReceivedBlockHandler handler;
  private final SupervisorPolicy policy;
  private final ReceiverReports reports;
  private final Scheduler scheduler;
  private final Function<String, Storage> places;
  private final SerialExecutor lane;
  private final BlockGenerator<T> generator;
  private final Map<String, Long> durable;
  private final PidRateEstimator estimator;
  private Attempt attempt;
  private int failuresInRow;
  private boolean stopping;
  private volatile boolean caughtUp;

  /** Time and threads, the storage behind a location, and the rhythm of batches. */
  public record Surroundings(
      Scheduler scheduler, Function<String, Storage> places, Duration batchInterval) {}

  /** A supervisor whose receiver will continue behind what {@code tracker} knows to be durable. */
  public ReceiverSupervisor(
      String stream,
      ReceiverSource<T> source,
      ReceivedBlockHandler handler,
      ReceivedBlockTracker tracker,
      SupervisorPolicy policy,
      ReceiverReports reports,
      Surroundings surroundings) {
    this.stream = stream;
    this.source = source;
    this.handler = handler;
    this.policy = policy;
    this.reports = reports;
    this.scheduler = surroundings.scheduler();
    this.places = surroundings.places();
    this.lane = scheduler.serial("receiver-" + stream);
    this.durable = tracker.durableOffsets();
    this.generator =
        new BlockGenerator<>(
            stream,
            source.codec(),
            policy.limits(),
            tracker.lastSequence(),
            tracker.durableOffsets(),
            new Cutter());
    this.estimator =
        new PidRateEstimator(surroundings.batchInterval(), policy.limits().rates().min());
  }

  /** A batch with so many records of this stream is complete: the rate follows, if it is to. */
  public void processed(long records, Duration processing, Duration scheduling) {
    RateLimits rates = policy.limits().rates();
    if (rates.estimated()) {
      lane.execute(
          () ->
              estimator
                  .batch(scheduler.currentTimeMillis(), records, processing, scheduling)
                  .ifPresent(rate -> generator.rate(Math.min(rate, rates.max()))));
    }
  }

  /** Whether the receiver says that it has nothing more to read for now. */
  public boolean caughtUp() {
    return caughtUp;
  }

  public void start() {
    lane.execute(this::startAttempt);
  }

  /** Tells the source that this block is durable. */
  public void acknowledge(ReceivedBlock block) {
    lane.execute(
        () -> {
          block
              .offsets()
              .forEach((partition, position) -> durable.merge(partition, position, Math::max));
          if (attempt != null && !block.offsets().isEmpty()) {
            attempt.receiver.acknowledged(block.offsets());
          }
        });
  }

  /** Ends the receiver and cuts what it has delivered; nothing is taken from it after this. */
  public void stop() {
    generator.close();
    lane.execute(
        () -> {
          if (!stopping) {
            stopping = true;
            endAttempt();
            reports.event(stream, "stopped", "");
          }
        });
  }

  /** Records taken from the receiver since the start, durable or not. */
  public long received() {
    return generator.received();
  }

  private void startAttempt() {
    if (stopping) {
      return;
    }
    attempt = new Attempt(source.createReceiver());
    reports.event(stream, "started", source.description());
    attempt.run(() -> attempt.receiver.start(attempt, new TreeMap<>(durable)));
  }

  private void endAttempt() {
    if (attempt != null) {
      attempt.ended = true;
      attempt.receiver.stop();
      attempt = null;
    }
  }

  private void failed(Attempt failed, String reason, Throwable cause) {
    if (failed != attempt || stopping) {
      return;
    }
    endAttempt();
    failuresInRow = failed.delivered ? 1 : failuresInRow + 1;
    if (failuresInRow >= policy.maxAttemptsInRow()) {
      reports.event(stream, "gave up", reason);
      reports.gaveUp(
          new SourceFailedException(
              "Input stream '"
                  + stream
                  + "' ("
                  + source.description()
                  + ") failed "
                  + failuresInRow
                  + " times in a row, the last time: "
                  + reason
                  + ". Everything received so far is kept; mend the source"
                  + " and start again.",
              cause));
      return;
    }
    Duration delay = policy.backOff(failuresInRow);
    reports.event(stream, "restarting", reason + "; next attempt in " + delay.toMillis() + " ms");
    scheduler.schedule(delay, lane, this::startAttempt);
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

  /** One life of a receiver, and the engine as it sees it. */
  private final class Attempt implements ReceiverContext<T> {
    private final Receiver<T> receiver;
    private volatile boolean ended;
    private volatile boolean delivered;

    Attempt(Receiver<T> receiver) {
      this.receiver = receiver;
    }

    void run(Runnable action) {
      try {
        action.run();
      } catch (RuntimeException e) {
        fail(e.getMessage() == null ? e.toString() : e.getMessage(), e);
      }
    }

    @Override
    public void store(T record, String partition, long position) {
      if (!ended) {
        delivered();
        generator.store(record, partition, position);
      }
    }

    @Override
    public void storeEncoded(
        byte[] bytes, int offset, int length, String partition, long position) {
      if (!ended) {
        delivered();
        generator.storeEncoded(bytes, offset, length, partition, position);
      }
    }

    private void delivered() {
      delivered = true;
      if (caughtUp) {
        caughtUp = false;
      }
    }

    @Override
    public void caughtUp() {
      if (!ended) {
        caughtUp = true;
      }
    }

    @Override
    public void spawn(String name, Runnable loop) {
      scheduler.spawn(name, () -> run(loop));
    }

    @Override
    public void fail(String reason, Throwable cause) {
      lane.execute(() -> failed(this, reason, cause));
    }

    @Override
    public boolean stopped() {
      return ended;
    }

    @Override
    public Scheduler scheduler() {
      return scheduler;
    }

    @Override
    public Storage storage(String location) {
      return places.apply(location);
    }
  }
}
