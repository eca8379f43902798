package io.holdfast.backend.feed;

import io.holdfast.backend.Step;
import io.holdfast.checkpoint.state.KeyIndex;
import java.util.Arrays;

/**
 * Rows on their way into tables by key. A few wait for each other, so that all their keys are
 * looked for one right behind the other: a table of many keys is not in the processor's cache, and
 * so it fetches what several searches need at a time instead of waiting for each. This is group
 * prefetching (Chen, Ailamaki, Gibbons and Mowry, Improving Hash Join Performance through
 * Prefetching, ICDE 2004) with a processor that looks ahead by itself.
 *
 * <p>The values of a key are still taken in their order. Used by one thread.
 */
final class LookAhead<K, V, C> {
  /** Between 16 and 64 it is all the same. */
  static final int ROWS = 32;

  private final Combined.Merger<C, V> merger;
  private final Blame blame;
  private final Combined<K, C>[] tables;
  private final Object[] keys;
  private final Object[] values;
  private final int[] hashes;
  private final int[] found;
  private int size;

  /** What is thrown when a function of the user's fails. */
  @FunctionalInterface
  interface Blame {
    RuntimeException of(Object value, RuntimeException error);
  }

  /**
   * A function of the user's has failed while the row that it failed for had been left behind: who
   * hands over the rows must not take the error for that of the row at hand. The rows have to be
   * handed over again, one at a time.
   */
  static final class FailedBehind extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailedBehind(RuntimeException cause) {
      super("rows have to be handed over one at a time", cause, false, false);
    }
  }

  /** Rows that wait for each other. The last ones come with {@link #finish}. */
  static <K, V, C> LookAhead<K, V, C> together(Combined.Merger<C, V> merger, Blame blame) {
    return new LookAhead<>(ROWS, merger, blame);
  }

  /** Each row by itself. */
  static <K, V, C> LookAhead<K, V, C> single(Combined.Merger<C, V> merger, Step step) {
    return new LookAhead<>(1, merger, step::failed);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays cannot be made of generic types
  private LookAhead(int rows, Combined.Merger<C, V> merger, Blame blame) {
    this.merger = merger;
    this.blame = blame;
    this.tables = new Combined[rows];
    this.keys = new Object[rows];
    this.values = new Object[rows];
    this.hashes = new int[rows];
    this.found = new int[rows];
  }

  /** Adds a value to a key of a table, now or soon. */
  void add(Combined<K, C> table, K key, V value) {
    tables[size] = table;
    keys[size] = key;
    values[size] = value;
    hashes[size] = KeyIndex.hash(key);
    size++;
    if (size == keys.length) {
      flush();
    }
  }

  /** Adds what still waits. */
  void finish() {
    flush();
    Arrays.fill(tables, null);
    Arrays.fill(keys, null);
    Arrays.fill(values, null);
  }

  @SuppressWarnings("unchecked") // as they were added
  private void flush() {
    int rows = size;
    size = 0;
    int row = 0;
    try {
      for (; row < rows; row++) {
        found[row] = tables[row].find((K) keys[row], hashes[row]);
      }
      for (row = 0; row < rows; row++) {
        tables[row].add((K) keys[row], hashes[row], found[row], (V) values[row], merger);
      }
    } catch (RuntimeException e) {
      throw blame.of(values[row], e);
    }
  }
}
