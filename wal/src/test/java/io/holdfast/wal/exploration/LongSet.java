package io.holdfast.wal.exploration;

import java.util.Arrays;

/** A set of longs that takes eight to sixteen bytes an element. */
final class LongSet {
  private long[] slots = new long[1 << 12];
  private int size;
  private boolean zero;

  int size() {
    return size + (zero ? 1 : 0);
  }

  boolean add(long value) {
    if (value == 0) {
      boolean fresh = !zero;
      zero = true;
      return fresh;
    }
    if (size * 2 > slots.length) {
      grow();
    }
    boolean fresh = put(slots, value);
    size += fresh ? 1 : 0;
    return fresh;
  }

  void clear() {
    Arrays.fill(slots, 0);
    size = 0;
    zero = false;
  }

  private void grow() {
    long[] larger = new long[slots.length * 2];
    for (long value : slots) {
      if (value != 0) {
        put(larger, value);
      }
    }
    slots = larger;
  }

  private static boolean put(long[] slots, long value) {
    int mask = slots.length - 1;
    int at = (int) ((value * 0x9e3779b97f4a7c15L) >>> 32) & mask;
    while (slots[at] != 0) {
      if (slots[at] == value) {
        return false;
      }
      at = (at + 1) & mask;
    }
    slots[at] = value;
    return true;
  }
}
