package io.holdfast.wal;

import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.AppendQueue.Append;
import io.holdfast.wal.AppendQueue.Group;
import io.holdfast.wal.storage.StorageException;
import java.nio.ByteBuffer;

/**
 * The segment that grows, and how far the log is written, durable and marked.
 *
 * <p>The order that makes the evidence sound: force returned, tail mark put, fence asked, {@code
 * durableLsn} raised. The next frame that is built carries the new {@code durableLsn}. Used by one
 * thread at a time, except for {@link #close} and {@link #location}, which may come from any. After
 * a method has thrown, nothing but these may be called (rule R9).
 */
final class ActiveSegment {
  private final Rules rules;
  private final MetricsCounter counter;
  private final Roller roller;
  private final Scheduler clock;
  private final ClosableUse use = new ClosableUse(this::closeFiles);
  private volatile SegmentWriter segment;
  private long lastLsn;
  private volatile long durableLsn;
  private long markedLsn;

  /** What the writer has to keep to, whom it asks and whom it tells. */
  record Rules(LogOptions options, Fence fence, TailMark.Writer tailMark) {}

  /** Makes the next segment when one is full. */
  @FunctionalInterface
  interface Roller {
    SegmentWriter next(SegmentWriter sealed, long lastLsn, long nowMillis);
  }

  ActiveSegment(
      SegmentWriter first,
      long lastLsn,
      Rules rules,
      Roller roller,
      MetricsCounter counter,
      Scheduler clock) {
    this.segment = first;
    this.lastLsn = lastLsn;
    this.durableLsn = lastLsn;
    this.markedLsn = lastLsn;
    this.rules = rules;
    this.roller = roller;
    this.counter = counter;
    this.clock = clock;
    counter.grown(first.position());
  }

  long durableLsn() {
    return durableLsn;
  }

  String location() {
    return segment.location();
  }

  /**
   * Writes a group, and forces it if the sync policy is to do so for each.
   *
   * @return whether the group is durable
   */
  boolean write(Group group) {
    boolean durable = rules.options().sync().durable();
    use(
        () -> {
          rollIfFull(group.appends().get(0).payload().remaining());
          for (Append append : group.appends()) {
            append.writtenTo(
                segment.add(
                    FrameLayout.DATA, ++lastLsn, durableLsn, append.payload(), append.check()));
          }
          markedLsn = durableLsn;
          segment.write();
          counter.grown(segment.position());
          if (durable) {
            force();
          } else {
            rules.fence().check();
          }
        });
    return durable;
  }

  /** Forces what was written and not yet forced. */
  void forceUnforced() {
    use(this::forceRest);
  }

  /**
   * Writes a mark if the last group has no other frame behind it. Not forced where the tail mark is
   * kept: that has said it already, and this lets the segment speak for itself. Elsewhere it is
   * forced, or nobody could see it.
   */
  void mark() {
    use(
        () -> {
          if (markedLsn == durableLsn) {
            return;
          }
          segment.add(FrameLayout.MARK, lastLsn, durableLsn, ByteBuffer.allocate(0));
          segment.write();
          counter.grown(segment.position());
          if (!rules.tailMark().keeps()) {
            segment.force();
          }
          markedLsn = durableLsn;
        });
  }

  /** Ends the segment on purpose, everything in it durable. */
  void seal() {
    use(
        () -> {
          forceRest();
          segment.seal(lastLsn);
          rules.tailMark().close();
        });
  }

  /** Closes the files, or lets the operation that is under way do so at its end. */
  void close() {
    use.close();
  }

  private void closeFiles() {
    segment.close();
    rules.tailMark().close();
  }

  private void use(Runnable work) {
    if (!use.begin()) {
      throw new StorageException("write " + location() + ": the log is closed", null);
    }
    try {
      work.run();
    } finally {
      use.end();
    }
  }

  private void forceRest() {
    if (durableLsn != lastLsn) {
      force();
    }
  }

  private void force() {
    long start = clock.nanoTime();
    segment.force();
    counter.forced(clock.nanoTime() - start);
    rules.tailMark().put(segment.header().sequence(), lastLsn, segment.position());
    rules.fence().check();
    durableLsn = lastLsn;
  }

  private void rollIfFull(int nextPayloadBytes) {
    boolean empty = lastLsn < segment.header().firstLsn();
    if (empty
        || segment.position() + FrameLayout.frameBytes(nextPayloadBytes)
            <= rules.options().segmentBytes()) {
      return;
    }
    // A seal, as every frame, may speak only of what was forced before it was built.
    forceRest();
    SegmentWriter full = segment;
    full.seal(lastLsn);
    segment = roller.next(full, lastLsn, clock.currentTimeMillis());
    counter.segmentStarted();
    markedLsn = lastLsn;
  }
}
