package io.holdfast.checkpoint.state;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * From where on the log of a state has to be read for a version: at each base begins a record of
 * everything. Any thread.
 */
public final class LogBases {
  private final Deque<Base> bases = new ArrayDeque<>();

  /** From this LSN on the log leads to every version at or above {@code version}. */
  private record Base(long version, long lsn) {}

  /** One base for all versions: where the log was read from. */
  public LogBases(long lsn) {
    bases.add(new Base(0, lsn));
  }

  /** Another one, of which all is durable. */
  public synchronized void add(long version, long lsn) {
    bases.addLast(new Base(version, lsn));
  }

  /** The lowest LSN that leads to a version. */
  public synchronized long neededFor(long version) {
    long needed = bases.peekFirst().lsn();
    for (Base base : bases) {
      if (base.version() <= version) {
        needed = base.lsn();
      }
    }
    return needed;
  }

  /** Records below an LSN are going to be deleted. */
  public synchronized void release(long lsn) {
    while (bases.size() > 1 && bases.peekFirst().lsn() < lsn) {
      bases.removeFirst();
    }
  }
}
