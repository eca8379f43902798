package io.holdfast.wal;

import io.holdfast.ConfigurationException;
import io.holdfast.FencedException;
import io.holdfast.HoldfastException;
import io.holdfast.IndeterminateException;
import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.wal.AppendQueue.Append;
import io.holdfast.wal.AppendQueue.Group;
import io.holdfast.wal.storage.StorageFullException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Takes all appends that are queued when it comes round, writes them with one write and one force,
 * and then tells everybody. Under load the queue fills while the force of the group before runs.
 * Writers that wait for their acknowledgement come back one by one as they wake up; so that the
 * first of them does not get a force of its own, the next group waits for as many as there were,
 * until an eighth of the time that the last force took has passed since they were told, or {@value
 * #LONGEST_WAIT_NANOS} ns. A single writer never waits, and nobody does when the log was idle. All
 * of it happens on one serial executor; no lock is held while a future is completed.
 */
final class GroupCommit {
  private static final int WAIT_SHARE = 8;
  private static final long LONGEST_WAIT_NANOS = 2_000_000;

  private final ActiveSegment segment;
  private final SerialExecutor lane;
  private final Scheduler scheduler;
  private final LogOptions options;
  private final RoomGauge room;
  private final MetricsCounter counter;
  private final AppendQueue queue;
  private volatile boolean busy;
  private int company;
  private long companyDueNanos;
  private boolean markTimer;
  private boolean forceTimer;

  GroupCommit(
      ActiveSegment segment,
      SerialExecutor lane,
      Scheduler scheduler,
      LogOptions options,
      RoomGauge room,
      MetricsCounter counter) {
    this.segment = segment;
    this.lane = lane;
    this.scheduler = scheduler;
    this.options = options;
    this.room = room;
    this.counter = counter;
    this.queue = new AppendQueue(options.maxQueuedBytes(), options.maxGroupBytes());
  }

  long durableLsn() {
    return segment.durableLsn();
  }

  LogMetrics metrics(Retention complete) {
    return counter.metrics(queue.bytes(), complete);
  }

  CompletableFuture<Acknowledgement> append(ByteBuffer payload) {
    if (payload.remaining() > options.maxRecordBytes()) {
      throw new ConfigurationException(
          "A record of "
              + payload.remaining()
              + " bytes exceeds the log's maximum of "
              + options.maxRecordBytes()
              + " bytes. Cut smaller blocks, or raise the log's maximum record size.");
    }
    // Who writes for one alone sums what it copies next; a busy one is spared that.
    Append append = busy ? new Append(payload).summed() : new Append(payload);
    switch (queue.offer(append)) {
      case FIRST -> lane.execute(this::drain);
      case QUEUED -> {
        // The writer will come by.
      }
      case FULL -> refuse(List.of(append), queueIsFull());
      case ENDED -> append.completeExceptionally(queue.failure());
    }
    return append;
  }

  /** Writes what is queued and forces it, whatever the sync policy. */
  CompletableFuture<Void> force() {
    return afterQueued(segment::forceUnforced);
  }

  /** Writes what is queued, ends the segment on purpose, and the log with it. */
  CompletableFuture<Void> seal() {
    return afterQueued(segment::seal)
        .thenRun(
            () ->
                fail(
                    new IndeterminateException(
                        "The log " + segment.location() + " is sealed; it takes no more records.",
                        null)));
  }

  private CompletableFuture<Void> afterQueued(Runnable action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    lane.execute(
        () -> {
          while (queue.hasWaiting()) {
            drain();
          }
          attempt(action);
          RuntimeException broken = queue.failure();
          if (broken == null) {
            done.complete(null);
          } else {
            done.completeExceptionally(broken);
          }
        });
    return done;
  }

  /** Whoever waits hears that the log is closed, and its files are closed. */
  void abandon() {
    fail(
        new IndeterminateException(
            "The log " + segment.location() + " was closed before the record was known durable.",
            null));
    segment.close();
  }

  private void drain() {
    awaitCompany();
    Group group = queue.takeGroup();
    if (group.moreWait()) {
      lane.execute(this::drain);
    }
    if (group.isEmpty() || !admitted(group)) {
      return;
    }
    boolean durable;
    long start = scheduler.nanoTime();
    busy = true;
    try {
      durable = segment.write(group);
    } catch (RuntimeException e) {
      RuntimeException error = ending(e);
      fail(error);
      group.appends().forEach(append -> append.completeExceptionally(error));
      return;
    }
    busy = group.appends().size() + queue.waiting() > 1;
    company = durable ? group.appends().size() + queue.waiting() : 0;
    long end = scheduler.nanoTime();
    companyDueNanos = end + Math.min((end - start) / WAIT_SHARE, LONGEST_WAIT_NANOS);
    counter.acknowledge(group.appends(), durable);
    for (Append append : group.appends()) {
      append.acknowledge(durable);
    }
    scheduleMark();
    scheduleForce(durable);
  }

  /** Whoever was told, or waited, when the last group was durable may be about to append again. */
  private void awaitCompany() {
    if (company < 2) {
      return;
    }
    while (!queue.holds(company)
        && scheduler.nanoTime() - companyDueNanos < 0
        && scheduler.letOthersRun()) {
      // Looks again.
    }
  }

  private boolean admitted(Group group) {
    RuntimeException refusal;
    try {
      if (room.admits(group.frameBytes(), scheduler.currentTimeMillis())) {
        return true;
      }
      refusal = noRoom(group.frameBytes());
    } catch (HoldfastException e) {
      refusal = e;
    }
    refuse(group.appends(), refusal);
    return false;
  }

  /** Nothing was written, the log goes on: the append may be tried again. */
  private void refuse(List<Append> appends, RuntimeException refusal) {
    counter.refuse(appends.size());
    appends.forEach(append -> append.completeExceptionally(refusal));
  }

  private RuntimeException noRoom(long bytes) {
    return new StorageFullException(
        "append to "
            + segment.location()
            + ": "
            + room.usableBytes()
            + " bytes are free, and "
            + room.reserveBytes()
            + " bytes are kept for checkpoints and clean-up, so "
            + bytes
            + " bytes were refused; nothing was written. Make room: appends are taken again as soon"
            + " as there is some",
        null);
  }

  private RuntimeException queueIsFull() {
    return new StorageFullException(
        "append to "
            + segment.location()
            + ": "
            + queue.bytes()
            + " bytes wait to be written, and the log's maximum queue size is "
            + options.maxQueuedBytes()
            + "; nothing was written. Wait for acknowledgements before appending more, or raise the"
            + " maximum",
        null);
  }

  private void scheduleForce(boolean durable) {
    if (!durable && !forceTimer && options.sync().kind() == SyncPolicy.Kind.INTERVAL) {
      forceTimer = true;
      scheduler.schedule(
          options.sync().interval(),
          lane,
          () -> {
            forceTimer = false;
            attempt(segment::forceUnforced);
          });
    }
  }

  private void scheduleMark() {
    if (!markTimer) {
      markTimer = true;
      scheduler.schedule(
          options.markDelay(),
          lane,
          () -> {
            markTimer = false;
            attempt(segment::mark);
          });
    }
  }

  /** Works on the segment, unless the log has ended; an error ends it. */
  private void attempt(Runnable work) {
    if (queue.failure() != null) {
      return;
    }
    try {
      work.run();
    } catch (RuntimeException e) {
      fail(ending(e));
    }
  }

  private void fail(RuntimeException error) {
    queue.end(error).forEach(append -> append.completeExceptionally(error));
  }

  private RuntimeException ending(RuntimeException cause) {
    if (cause instanceof FencedException) {
      return cause;
    }
    return new IndeterminateException(
        "Writing the log segment "
            + segment.location()
            + " failed: "
            + cause.getMessage()
            + ". Records that were not yet acknowledged are indeterminate; the file is not written again.",
        cause);
  }
}
