package io.holdfast.engine.status;

import io.holdfast.engine.journal.JournalEvent.Loss;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.stream.StreamingStatus.StreamStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * Counts what becomes of the blocks of one stream. Any thread; a few additions under a lock, per
 * block and never per record.
 */
public final class StreamTally {
  private final Deque<Arrival> arrivals = new ArrayDeque<>();
  private long stored;
  private long processed;
  private long waitingRecords;
  private long waitingBytes;
  private long restarts;
  private long blocked;
  private long blockedNanos;
  private int holds;
  private long heldSinceNanos;

  /** When the first record of a block came. */
  private record Arrival(long sequence, long millis) {}

  /** A block that an earlier driver has stored and not processed; called in their order. */
  public synchronized void left(ReceivedBlock block, long millis) {
    begun(block.sequence(), millis);
    waits(block);
  }

  /** The first record of a block has come. */
  public synchronized void begun(long sequence, long millis) {
    arrivals.addLast(new Arrival(sequence, millis));
  }

  /** A block is durable, bytes and metadata. */
  public synchronized void stored(ReceivedBlock block) {
    stored += block.records();
    waits(block);
  }

  private void waits(ReceivedBlock block) {
    waitingRecords += block.records();
    waitingBytes += block.lengthBytes();
  }

  /** The batch of these blocks is completed. */
  public synchronized void completed(Collection<ReceivedBlock> blocks) {
    for (ReceivedBlock block : blocks) {
      processed += block.records();
      waitingRecords -= block.records();
      waitingBytes -= block.lengthBytes();
      while (!arrivals.isEmpty() && arrivals.peekFirst().sequence() <= block.sequence()) {
        arrivals.removeFirst();
      }
    }
  }

  /** The receiver has failed and is tried again. */
  public synchronized void restarting() {
    restarts++;
  }

  /**
   * Something of the stream has to wait for room. May be called again before {@link #freed}.
   *
   * @return whether nothing had to wait before
   */
  public synchronized boolean held(long nowNanos) {
    if (holds++ > 0) {
      return false;
    }
    blocked++;
    heldSinceNanos = nowNanos;
    return true;
  }

  /**
   * What had to wait goes on; called once for each {@link #held}.
   *
   * @return whether nothing has to wait any more
   */
  public synchronized boolean freed(long nowNanos) {
    if (--holds > 0) {
      return false;
    }
    blockedNanos += nowNanos - heldSinceNanos;
    return true;
  }

  /** Where the stream stands, given what its receiver has delivered and what was ever lost. */
  public synchronized StreamStatus status(long received, Loss lost) {
    return new StreamStatus(
        received,
        stored,
        processed,
        waitingRecords,
        waitingBytes,
        arrivals.isEmpty() ? OptionalLong.empty() : OptionalLong.of(arrivals.peekFirst().millis()),
        restarts,
        blocked,
        Duration.ofNanos(blockedNanos),
        lost.blocks(),
        lost.records());
  }
}
