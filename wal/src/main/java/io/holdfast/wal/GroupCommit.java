package io.holdfast.wal;

import io.holdfast.ConfigurationException;
import io.holdfast.FencedException;
import io.holdfast.IndeterminateException;
import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Takes all appends that are queued when it comes round, writes them with one write and one force,
 * and then tells everybody. No waiting for company: under load the queue fills while the force of
 * the group before runs.
 *
 * <p>The order that makes the watermark sound: force returned, {@code durableLsn} raised, next
 * group's frames built. All of it happens on one serial executor; the lock guards only the queue
 * and is never held across I/O.
 */
final class GroupCommit {
  private final SerialExecutor lane;
  private final Scheduler scheduler;
  private final Rules rules;
  private final Object lock = new Object();
  private final Deque<Append> queue = new ArrayDeque<>();
  private boolean scheduled;
  private RuntimeException failure;

  private Roller roller;
  private SegmentWriter segment;
  private long lastLsn;
  private volatile long durableLsn;
  private long markedLsn;
  private boolean markTimer;

  /** Limits and fencing of a log. */
  record Rules(LogOptions options, Fence fence) {}

  /** Makes the next segment when one is full. */
  @FunctionalInterface
  interface Roller {
    SegmentWriter next(SegmentWriter sealed, long lastLsn, long nowMillis);
  }

  private record Append(ByteBuffer payload, CompletableFuture<LogHandle> future) {}

  private record Written(Append append, LogHandle handle) {}

  GroupCommit(
      SegmentWriter first, long lastLsn, SerialExecutor lane, Scheduler scheduler, Rules rules) {
    this.segment = first;
    this.lastLsn = lastLsn;
    this.durableLsn = lastLsn;
    this.markedLsn = lastLsn;
    this.lane = lane;
    this.scheduler = scheduler;
    this.rules = rules;
  }

  void onRoll(Roller value) {
    roller = value;
  }

  long durableLsn() {
    return durableLsn;
  }

  CompletableFuture<LogHandle> append(ByteBuffer payload) {
    if (payload.remaining() > rules.options().maxRecordBytes()) {
      throw new ConfigurationException(
          "A record of "
              + payload.remaining()
              + " bytes exceeds the log's maximum of "
              + rules.options().maxRecordBytes()
              + " bytes. Cut smaller blocks, or raise the log's maximum record size.");
    }
    CompletableFuture<LogHandle> future = new CompletableFuture<>();
    synchronized (lock) {
      if (failure != null) {
        future.completeExceptionally(failure);
        return future;
      }
      queue.add(new Append(payload, future));
      if (scheduled) {
        return future;
      }
      scheduled = true;
    }
    lane.execute(this::drain);
    return future;
  }

  CompletableFuture<Void> seal() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    lane.execute(
        () -> {
          while (queued()) {
            drain();
          }
          RuntimeException broken = failure != null ? failure : sealSegment();
          if (broken == null) {
            done.complete(null);
          } else {
            done.completeExceptionally(broken);
          }
        });
    return done;
  }

  void abandon() {
    fail(
        new IndeterminateException(
            "The log " + segment.location() + " was closed before the record was known durable.",
            null));
    segment.close();
  }

  private boolean queued() {
    synchronized (lock) {
      return !queue.isEmpty();
    }
  }

  private void drain() {
    List<Append> group = takeGroup();
    if (group.isEmpty()) {
      return;
    }
    List<Written> written = new ArrayList<>(group.size());
    try {
      rollIfFull(group.get(0).payload.remaining());
      for (Append append : group) {
        written.add(
            new Written(
                append, segment.add(FrameLayout.DATA, ++lastLsn, durableLsn, append.payload)));
      }
      markedLsn = durableLsn;
      segment.write();
      segment.force();
      durableLsn = lastLsn;
      rules.fence().check();
    } catch (RuntimeException e) {
      failGroup(group, e);
      return;
    }
    written.forEach(w -> w.append.future.complete(w.handle));
    scheduleMark();
  }

  private List<Append> takeGroup() {
    List<Append> group = new ArrayList<>();
    boolean more;
    synchronized (lock) {
      long bytes = 0;
      while (!queue.isEmpty() && failure == null) {
        bytes += FrameLayout.frameBytes(queue.peek().payload.remaining());
        if (!group.isEmpty() && bytes > rules.options().maxGroupBytes()) {
          break;
        }
        group.add(queue.poll());
      }
      more = !queue.isEmpty() && failure == null;
      scheduled = more;
    }
    if (more) {
      lane.execute(this::drain);
    }
    return group;
  }

  private void rollIfFull(int nextPayloadBytes) {
    boolean empty = lastLsn < segment.header().firstLsn();
    if (empty
        || segment.position() + FrameLayout.frameBytes(nextPayloadBytes)
            <= rules.options().segmentBytes()) {
      return;
    }
    SegmentWriter full = segment;
    full.seal(lastLsn);
    segment = roller.next(full, lastLsn, scheduler.currentTimeMillis());
    markedLsn = lastLsn;
  }

  private void scheduleMark() {
    if (!markTimer) {
      markTimer = true;
      scheduler.schedule(rules.options().markDelay(), lane, this::mark);
    }
  }

  private void mark() {
    markTimer = false;
    if (failure != null || markedLsn == durableLsn) {
      return;
    }
    try {
      segment.add(FrameLayout.MARK, lastLsn, durableLsn, ByteBuffer.allocate(0));
      segment.write();
      markedLsn = durableLsn;
    } catch (RuntimeException e) {
      fail(indeterminate(e));
    }
  }

  /** Ends the log; returns what went wrong, or null. */
  private RuntimeException sealSegment() {
    try {
      segment.seal(lastLsn);
      fail(
          new IndeterminateException(
              "The log " + segment.location() + " is sealed; it takes no more records.", null));
      return null;
    } catch (RuntimeException e) {
      RuntimeException error = indeterminate(e);
      fail(error);
      return error;
    }
  }

  private void failGroup(List<Append> group, RuntimeException cause) {
    RuntimeException error = cause instanceof FencedException ? cause : indeterminate(cause);
    fail(error);
    group.forEach(append -> append.future.completeExceptionally(error));
  }

  private void fail(RuntimeException error) {
    List<Append> waiting;
    synchronized (lock) {
      if (failure == null) {
        failure = error;
      }
      waiting = new ArrayList<>(queue);
      queue.clear();
    }
    waiting.forEach(append -> append.future.completeExceptionally(error));
  }

  private RuntimeException indeterminate(RuntimeException cause) {
    return new IndeterminateException(
        "Writing the log segment "
            + segment.location()
            + " failed: "
            + cause.getMessage()
            + ". Records that were not yet acknowledged are indeterminate; the file is not written again.",
        cause);
  }
}
