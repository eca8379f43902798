package io.holdfast.tools.demo;

import java.util.Optional;

/**
 * What the feeder knows about the job: what was sent, what the job said is durable, and how far it
 * may send. Safe for use by any thread.
 *
 * <p>Invariant: resumed-at and acknowledged never go beyond sent, and the job never resumes before
 * what it has acknowledged; a job that does has lost durable data, and the demonstration has
 * failed.
 */
final class FeedLedger {
  private final long records;
  private long limit;
  private long sent;
  private long acknowledged;
  private long connections;
  private String violation;

  /**
   * @param records number of the last line
   * @param limit number of the last line that may be sent for now
   */
  FeedLedger(long records, long limit) {
    this.records = records;
    this.limit = limit;
  }

  long records() {
    return records;
  }

  /** Allows lines up to {@code upTo} to be sent. */
  synchronized void allow(long upTo) {
    limit = Math.max(limit, Math.min(upTo, records));
    notifyAll();
  }

  /** Waits until a line above {@code sentSoFar} may be sent and returns the last that may. */
  synchronized long awaitAllowed(long sentSoFar) throws InterruptedException {
    while (limit <= sentSoFar) {
      wait();
    }
    return limit;
  }

  /** A line is about to be sent. */
  synchronized void sending(long number) {
    sent = Math.max(sent, number);
  }

  /** The job connects and asks for the lines behind {@code after}; returns whether it may. */
  synchronized boolean resume(long after) {
    connections++;
    if (after < acknowledged) {
      violate(
          "the job resumed behind line "
              + after
              + " after it had acknowledged line "
              + acknowledged
              + " as durable: it lost "
              + (acknowledged - after)
              + " lines");
    } else if (after > sent) {
      violate("the job resumed behind line " + after + neverSent());
    }
    notifyAll();
    return violation == null;
  }

  /** The job says that all lines up to {@code number} are durable; returns whether it can be. */
  synchronized boolean acknowledge(long number) {
    if (number > sent) {
      violate("the job acknowledged line " + number + neverSent());
    }
    acknowledged = Math.max(acknowledged, Math.min(number, sent));
    notifyAll();
    return violation == null;
  }

  private String neverSent() {
    return ", but no line above " + sent + " was ever sent";
  }

  /** The job broke the protocol; the first time counts. */
  synchronized void violate(String what) {
    if (violation == null) {
      violation = what;
    }
    notifyAll();
  }

  synchronized Snapshot snapshot() {
    return new Snapshot(connections, acknowledged, Optional.ofNullable(violation));
  }

  /** Waits until something differs from {@code known}. */
  synchronized Snapshot awaitChange(Snapshot known) throws InterruptedException {
    while (snapshot().equals(known)) {
      wait();
    }
    return snapshot();
  }

  /** What is reported to the demonstration. */
  record Snapshot(long connections, long acknowledged, Optional<String> violation) {}
}
