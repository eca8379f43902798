package io.holdfast.backend.feed;

import io.holdfast.checkpoint.state.KeyIndex;
import java.util.function.BiConsumer;

/**
 * Keys, each with what its values have become together, in the order in which the keys came first.
 *
 * <p>A {@link KeyIndex} and not a {@link java.util.HashMap}, because a key can be looked for ahead
 * of its value, see {@link LookAhead}.
 *
 * <p>Written by one thread, then read by any.
 */
public final class Combined<K, C> {
  private final KeyIndex index = new KeyIndex(0);

  /** What a key's values become. */
  @FunctionalInterface
  interface Merger<C, V> {
    /**
     * With one value more.
     *
     * @param before null for the first value of a key
     */
    C with(C before, V value);
  }

  /** How many keys there are. */
  public int size() {
    return index.size();
  }

  public boolean isEmpty() {
    return index.size() == 0;
  }

  /** What the values of a key have become; null if there are none. */
  public C get(K key) {
    int number = find(key, KeyIndex.hash(key));
    return number == KeyIndex.ABSENT ? null : value(number);
  }

  /** Hands over each key. */
  public void forEach(BiConsumer<? super K, ? super C> action) {
    for (int i = 0; i < index.size(); i++) {
      action.accept(key(i), value(i));
    }
  }

  /**
   * Where a key is, or {@link KeyIndex#ABSENT}.
   *
   * @param hash as {@link KeyIndex#hash} says
   */
  int find(K key, int hash) {
    return index.find(key, hash);
  }

  /**
   * Adds a value to a key.
   *
   * @param found where the key was at some time
   */
  <V> void add(K key, int hash, int found, V value, Merger<C, V> merger) {
    int number = found == KeyIndex.ABSENT ? index.find(key, hash) : found;
    if (number == KeyIndex.ABSENT) {
      C now = merger.with(null, value);
      index.value(index.add(key, hash), now);
    } else {
      C before = value(number);
      C now = merger.with(before, value);
      if (now != before) {
        index.value(number, now);
      }
    }
  }

  @SuppressWarnings("unchecked") // only keys of that type are added
  private K key(int number) {
    return (K) index.key(number);
  }

  @SuppressWarnings("unchecked") // likewise
  private C value(int number) {
    return (C) index.value(number);
  }
}
