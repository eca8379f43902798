package io.holdfast.wal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;

/**
 * The appends that wait for the writer. The lock guards the queue and the error that ends it, and
 * is never held across I/O or a callback.
 */
final class AppendQueue {
  private final Object lock = new Object();
  private final long maxBytes;
  private final int maxGroupBytes;
  private final Deque<Append> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean scheduled;
  private RuntimeException failure;

  /** A record that waits, or is being written. */
  static final class Append extends CompletableFuture<Acknowledgement> {
    private final ByteBuffer payload;
    private long check;
    private boolean summed;
    private LogHandle handle;

    Append(ByteBuffer payload) {
      this.payload = payload;
    }

    /** Sums the payload now, on the thread that calls, and before it is offered. */
    Append summed() {
      check = PayloadCheck.of(payload, new CRC32C());
      summed = true;
      return this;
    }

    /** See {@link PayloadCheck}; sums the payload if that was not done before. */
    long check() {
      return summed ? check : summed().check;
    }

    ByteBuffer payload() {
      return payload;
    }

    void writtenTo(LogHandle place) {
      handle = place;
    }

    void acknowledge(boolean durable) {
      complete(new Acknowledgement(handle, durable));
    }

    private long frameBytes() {
      return FrameLayout.frameBytes(payload.remaining());
    }
  }

  /**
   * Appends that are written together.
   *
   * @param frameBytes length of their frames
   * @param moreWait whether the queue holds others
   */
  record Group(List<Append> appends, long frameBytes, boolean moreWait) {
    boolean isEmpty() {
      return appends.isEmpty();
    }
  }

  /** What became of an offer. */
  enum Offer {
    /** In the queue; the writer has to be called. */
    FIRST,
    /** In the queue; the writer will come by. */
    QUEUED,
    /** Not in the queue: too much is there already. */
    FULL,
    /** Not in the queue: the log has ended, see {@link #failure}. */
    ENDED
  }

  AppendQueue(long maxBytes, int maxGroupBytes) {
    this.maxBytes = maxBytes;
    this.maxGroupBytes = maxGroupBytes;
  }

  Offer offer(Append append) {
    synchronized (lock) {
      if (failure != null) {
        return Offer.ENDED;
      }
      long size = append.frameBytes();
      if (bytes + size > maxBytes && bytes > 0) {
        return Offer.FULL;
      }
      waiting.add(append);
      bytes += size;
      boolean first = !scheduled;
      scheduled = true;
      return first ? Offer.FIRST : Offer.QUEUED;
    }
  }

  /**
   * Takes the oldest appends, up to the size of a group.
   *
   * @return the group; if it leaves some behind the writer has to be called again
   */
  Group takeGroup() {
    synchronized (lock) {
      List<Append> group = new ArrayList<>(waiting.size());
      long size = 0;
      while (!waiting.isEmpty()) {
        long next = waiting.peek().frameBytes();
        if (!group.isEmpty() && size + next > maxGroupBytes) {
          break;
        }
        size += next;
        group.add(waiting.poll());
      }
      bytes -= size;
      scheduled = !waiting.isEmpty();
      return new Group(group, size, scheduled);
    }
  }

  boolean hasWaiting() {
    return waiting() > 0;
  }

  int waiting() {
    synchronized (lock) {
      return waiting.size();
    }
  }

  /** Whether so many wait, or enough for a group, or no more will come. */
  boolean holds(int appends) {
    synchronized (lock) {
      return waiting.size() >= appends || bytes >= maxGroupBytes || failure != null;
    }
  }

  long bytes() {
    synchronized (lock) {
      return bytes;
    }
  }

  /** Ends the queue: whoever waits, and whoever comes, gets the first such error. */
  Collection<Append> end(RuntimeException error) {
    synchronized (lock) {
      if (failure == null) {
        failure = error;
      }
      List<Append> left = new ArrayList<>(waiting);
      waiting.clear();
      bytes = 0;
      return left;
    }
  }

  /** What has ended the queue; null as long as it takes appends. */
  RuntimeException failure() {
    synchronized (lock) {
      return failure;
    }
  }
}
