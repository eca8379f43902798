package io.holdfast.checkpoint.state;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The values of a partition by key. Keys have numbers, by which a value is read and replaced
 * without looking for its key again; they hold as long as no key is added or removed.
 *
 * <p>A snapshot walks the numbers while keys come and go between its steps: see {@link #walkOn}.
 * Read by many threads while nobody changes it.
 */
final class StateTable {
  private final KeyIndex index = new KeyIndex(0);
  private int structure;
  private int cursor;

  int size() {
    return index.size();
  }

  /** Changes whenever a key is added or removed: then numbers that were found are void. */
  int structure() {
    return structure;
  }

  int find(Object key, int hash) {
    return index.find(key, hash);
  }

  /** The value with that number; null for {@link KeyIndex#ABSENT}. */
  Object value(int number) {
    return number < 0 ? null : index.value(number);
  }

  Object key(int number) {
    return index.key(number);
  }

  Object get(Object key) {
    return value(index.find(key, KeyIndex.hash(key)));
  }

  /** Replaces the value with that number. */
  void replace(int number, Object value) {
    index.value(number, value);
  }

  /** Sets the value of a key; null removes the key. */
  void set(Object key, Object value) {
    int hash = KeyIndex.hash(key);
    int number = index.find(key, hash);
    if (value == null) {
      if (number != KeyIndex.ABSENT) {
        remove(number);
      }
    } else if (number != KeyIndex.ABSENT) {
      index.value(number, value);
    } else {
      add(key, hash, value);
    }
  }

  private void add(Object key, int hash, Object value) {
    structure++;
    index.value(index.add(key, hash), value);
  }

  /**
   * The last key takes the number of the one that goes. If that was walked over already and the
   * last one was not, it would be left out: then the one before the cursor, which was, goes there
   * instead.
   */
  private void remove(int number) {
    structure++;
    int hole = number;
    if (hole < cursor) {
      cursor--;
      swap(hole, cursor);
      hole = cursor;
    }
    swap(hole, index.size() - 1);
    index.removeLast();
  }

  private void swap(int left, int right) {
    if (left != right) {
      index.swap(left, right);
    }
  }

  void forEach(BiConsumer<Object, Object> action) {
    for (int i = 0; i < index.size(); i++) {
      action.accept(index.key(i), index.value(i));
    }
  }

  /** A copy, for what is done seldom. */
  Map<Object, Object> toMap() {
    Map<Object, Object> map = new HashMap<>();
    forEach(map::put);
    return map;
  }

  /** Begins a walk. Keys that are added during a walk are walked over, too. */
  void beginWalk() {
    cursor = 0;
  }

  /**
   * Goes on with the walk, until {@code action} says that it is enough for now. Between two calls
   * the table may change; every key that is in it all the time is handed over once at least.
   *
   * @return whether the walk is at its end
   */
  boolean walkOn(Walk action) {
    boolean more = true;
    while (more && cursor < index.size()) {
      more = action.entry(index.key(cursor), index.value(cursor));
      cursor++;
    }
    return cursor >= index.size();
  }

  /** A step of a walk. */
  interface Walk {
    /** Returns whether to go on now. */
    boolean entry(Object key, Object value);
  }
}
