package io.holdfast.source;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of requests that are not answered yet, within a limit. Any thread. */
final class InFlight {
  /** What a request costs apart from its body: the connection, the exchange, who waits. */
  static final long OVERHEAD_BYTES = 1 << 10;

  private final long maxBytes;
  private final AtomicLong bytes = new AtomicLong();

  InFlight(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Whether there is room for a body of this length; it is taken then. */
  boolean enter(long bodyBytes) {
    long cost = bodyBytes + OVERHEAD_BYTES;
    if (bytes.addAndGet(cost) <= maxBytes) {
      return true;
    }
    bytes.addAndGet(-cost);
    return false;
  }

  void leave(long bodyBytes) {
    bytes.addAndGet(-bodyBytes - OVERHEAD_BYTES);
  }

  long bytes() {
    return bytes.get();
  }
}
