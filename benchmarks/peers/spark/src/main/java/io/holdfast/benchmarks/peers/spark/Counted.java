package io.holdfast.benchmarks.peers.spark;

import java.io.Serializable;

/** What {@code updateStateByKey} keeps of a word. Not a record: Spark's Kryo cannot read those. */
final class Counted implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long total;
  private final boolean changed;

  Counted(long total, boolean changed) {
    this.total = total;
    this.changed = changed;
  }

  /** How often the word was there. */
  long total() {
    return total;
  }

  /** Whether it was in the last batch. */
  boolean changed() {
    return changed;
  }

  Counted and(Iterable<Long> more) {
    long sum = total;
    boolean any = false;
    for (long one : more) {
      sum += one;
      any = true;
    }
    return any ? new Counted(sum, true) : changed ? new Counted(total, false) : this;
  }
}
