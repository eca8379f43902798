package io.holdfast.spark;

import io.holdfast.FencedException;
import io.holdfast.HoldfastException;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.receiver.InputSupervisor;
import io.holdfast.engine.receiver.PidRateEstimator;
import io.holdfast.engine.receiver.ReceiverReports;
import io.holdfast.engine.receiver.ReceiverSupervisor.Received;
import io.holdfast.engine.receiver.SupervisorPolicy;
import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.spark.Talk.Begin;
import io.holdfast.spark.Talk.GaveUp;
import io.holdfast.spark.Talk.Happened;
import io.holdfast.spark.Talk.Hello;
import io.holdfast.spark.Talk.Orders;
import io.holdfast.spark.Talk.Report;
import io.holdfast.spark.Talk.Stored;
import io.holdfast.stream.RateLimits;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One input stream whose receiver runs on an executor, as the driver sees it. The receiver is
 * placed as a task of Spark's; when its executor is lost it is placed again, behind what was taken
 * over from the placement before. A block counts when it is taken over here: blocks of placements
 * that are over are not, though they may be durable; their source gives the records again.
 *
 * <p>Any thread.
 */
final class RemoteInput implements InputSupervisor {
  private final Talk.Channel channel;
  private final Placing placing;
  private final ReceiverReports reports;
  private final SupervisorPolicy policy;
  private final PidRateEstimator estimator;
  private final Scheduler scheduler;
  private final SerialExecutor lane;
  private final Map<String, Long> offsets;
  private final boolean copied;
  private long lastSequence;
  private long journaledSequence;
  private long placement;
  private int failures;
  private long takenRecords;
  private long receivedHere;
  private boolean caughtUp;
  private boolean stopping;
  private boolean ended;
  private double rate;

  /** Places the receiver of a stream. */
  interface Placing {
    /** Submits the task; {@code ended} is called when it is over, with why if it has failed. */
    void place(Consumer<Throwable> ended);

    /** It has begun, at a place as Spark names it. */
    void begun(String place);

    /** Ends the task, wherever it is. */
    void cancel();
  }

  /**
   * What holds for the stream.
   *
   * @param copied whether blocks have copies in memory
   */
  record Terms(SupervisorPolicy policy, Duration batchInterval, boolean copied) {}

  RemoteInput(
      Talk.Channel channel,
      Placing placing,
      Received before,
      Terms terms,
      ReceiverReports reports,
      Scheduler scheduler) {
    this.copied = terms.copied();
    this.channel = channel;
    this.placing = placing;
    this.reports = reports;
    this.policy = terms.policy();
    this.scheduler = scheduler;
    this.lane = scheduler.serial("receiver-" + channel.stream());
    this.offsets = new TreeMap<>(before.durableOffsets());
    this.lastSequence = before.lastSequence();
    this.journaledSequence = before.lastSequence();
    RateLimits rates = policy.limits().rates();
    this.rate = rates.initial();
    this.estimator = new PidRateEstimator(terms.batchInterval(), rates.min());
  }

  @Override
  public void start() {
    DriverEnd.open(channel, this);
    place();
  }

  private void place() {
    placing.place(error -> lane.execute(() -> over(error)));
  }

  /** The task that held the receiver has ended. */
  private void over(Throwable error) {
    if (error instanceof FencedException fenced) {
      // Another driver has taken over; with no block this one might not notice by itself.
      reports.gaveUp(fenced);
      return;
    }
    synchronized (this) {
      placement++;
      receivedHere = 0;
      if (stopping) {
        ended = true;
        return;
      }
      failures++;
    }
    Duration delay = policy.backOff(failures);
    String why = error == null ? "its task has ended" : String.valueOf(error.getMessage());
    reports.event(
        channel.stream(), "restarting", why + "; placed again in " + delay.toMillis() + " ms");
    scheduler.schedule(delay, lane, this::place);
  }

  /** Something that the receiver says. */
  synchronized Serializable receive(Talk talk) {
    if (talk instanceof Hello hello) {
      placement++;
      receivedHere = 0;
      caughtUp = false;
      placing.begun(hello.place());
      reports.event(channel.stream(), "started", "on " + hello.executor());
      return new Begin(placement, new Received(lastSequence, offsets));
    } else if (talk instanceof Stored stored) {
      take(stored);
    } else if (talk instanceof Happened happened && happened.placement() == placement) {
      reports.event(channel.stream(), happened.event(), happened.detail());
    } else if (talk instanceof GaveUp gaveUp && gaveUp.placement() == placement) {
      RuntimeException error = gaveUp.failure().here();
      if (error instanceof HoldfastException known) {
        reports.gaveUp(known);
      } else {
        reports.storeFailed(error);
      }
    } else if (talk instanceof Report report) {
      return orders(report);
    }
    return null;
  }

  private void take(Stored stored) {
    ReceivedBlock block = stored.block();
    if (stored.placement() != placement || block.sequence() != lastSequence + 1) {
      return;
    }
    failures = 0;
    lastSequence = block.sequence();
    block.advance(offsets);
    takenRecords += block.records();
    receivedHere -= Math.min(receivedHere, block.records());
    reports.begun(channel.stream(), block.sequence());
    reports.stored(block);
  }

  private Orders orders(Report report) {
    if (report.placement() != placement) {
      return new Orders(0, 0, true, true, 0);
    }
    // What it has taken and not reported as blocks yet.
    receivedHere = report.received();
    caughtUp = report.caughtUp();
    ended = report.ended();
    return new Orders(lastSequence, journaledSequence, false, stopping, rate);
  }

  @Override
  public synchronized void stop() {
    stopping = true;
  }

  /** The driver ends: whatever still runs is of no use to anybody. */
  void close() {
    stop();
    DriverEnd.close(channel);
    placing.cancel();
  }

  @Override
  public synchronized void acknowledge(ReceivedBlock block) {
    journaledSequence = Math.max(journaledSequence, block.sequence());
  }

  @Override
  public synchronized void processed(
      List<ReceivedBlock> blocks, Duration processing, Duration scheduling) {
    if (copied) {
      blocks.forEach(block -> block.inLog().ifPresent(log -> Copies.drop(log.log(), log.handle())));
    }
    RateLimits rates = policy.limits().rates();
    if (rates.estimated()) {
      long records = blocks.stream().mapToLong(ReceivedBlock::records).sum();
      estimator
          .batch(scheduler.currentTimeMillis(), records, processing, scheduling)
          .ifPresent(estimate -> rate = Math.min(estimate, rates.max()));
    }
  }

  @Override
  public synchronized boolean caughtUp() {
    return caughtUp && receivedHere == 0;
  }

  /** As long as a receiver may still bring something, there is at least a record under way. */
  @Override
  public synchronized long received() {
    return takenRecords + (ended ? 0 : Math.max(stopping ? 1 : 0, receivedHere));
  }
}
