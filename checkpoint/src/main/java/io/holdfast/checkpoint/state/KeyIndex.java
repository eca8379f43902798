package io.holdfast.checkpoint.state;

import java.util.Arrays;

/**
 * Gives keys dense numbers from 0 on, in the order in which they came: open addressing with linear
 * probing over slots that hold a hash and a number, so that a look at a key of another hash costs
 * no access to the key. 8 bytes a slot, 8 an entry; between 1.3 and 2.7 slots a key. A key's value
 * stands beside it, where a processor that has fetched the one has the other.
 *
 * <p>Read by many threads while nobody changes it.
 */
public final class KeyIndex {
  /** No key. */
  public static final int ABSENT = -1;

  private static final int SMALLEST = 16;
  // Knuth's multiplicative hashing: the fraction of the golden ratio, times 2^32.
  private static final int GOLDEN = 0x9E3779B9;

  private long[] slots;
  private int shift;
  private Object[] entries;
  private int size;

  /** Begins without keys, with room for so many. */
  public KeyIndex(int expected) {
    int room = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, expected)) * 2);
    slots = new long[room];
    shift = Integer.SIZE - Integer.numberOfTrailingZeros(room);
    entries = new Object[2 * Math.max(SMALLEST / 2, expected)];
  }

  /** What the other methods want to know of a key. */
  public static int hash(Object key) {
    return key.hashCode() * GOLDEN;
  }

  /** How many keys there are: the next one gets this number. */
  public int size() {
    return size;
  }

  /** The key with that number. */
  public Object key(int number) {
    return entries[2 * number];
  }

  /** The value of the key with that number; null until it is set. */
  public Object value(int number) {
    return entries[2 * number + 1];
  }

  /** Sets the value of the key with that number. */
  public void value(int number, Object value) {
    entries[2 * number + 1] = value;
  }

  /**
   * The number of a key, or {@link #ABSENT}.
   *
   * @param hash as {@link #hash} says
   */
  public int find(Object key, int hash) {
    int mask = slots.length - 1;
    for (int at = hash >>> shift; ; at = at + 1 & mask) {
      long slot = slots[at];
      if (slot == 0) {
        return ABSENT;
      }
      if ((int) (slot >>> Integer.SIZE) == hash) {
        Object found = entries[2 * ((int) slot - 1)];
        if (found == key || key.equals(found)) {
          return (int) slot - 1;
        }
      }
    }
  }

  /** Adds a key that is not there, and returns its number. */
  public int add(Object key, int hash) {
    if (2 * size == entries.length) {
      entries = Arrays.copyOf(entries, 2 * grown(size));
    }
    if (size + 1 > slots.length - slots.length / 4) {
      doubleSlots();
    }
    entries[2 * size] = key;
    slots[free(slots, hash, shift)] = slot(hash, size);
    return size++;
  }

  /** The length of an array for more than {@code length} entries. */
  static int grown(int length) {
    return Math.addExact(length, (length >> 1) + SMALLEST);
  }

  /** Removes the key with the highest number. */
  void removeLast() {
    size--;
    clear(slotOf(size));
    entries[2 * size] = null;
    entries[2 * size + 1] = null;
  }

  /** Lets two keys, with their values, change their numbers. */
  void swap(int left, int right) {
    int leftSlot = slotOf(left);
    int rightSlot = slotOf(right);
    long hashes = 0xFFFF_FFFFL << Integer.SIZE;
    slots[leftSlot] = (slots[leftSlot] & hashes) | (right + 1L);
    slots[rightSlot] = (slots[rightSlot] & hashes) | (left + 1L);
    swapEntries(2 * left, 2 * right);
    swapEntries(2 * left + 1, 2 * right + 1);
  }

  private void swapEntries(int left, int right) {
    Object entry = entries[left];
    entries[left] = entries[right];
    entries[right] = entry;
  }

  private int slotOf(int number) {
    int mask = slots.length - 1;
    int at = hash(key(number)) >>> shift;
    while ((int) slots[at] != number + 1) {
      at = at + 1 & mask;
    }
    return at;
  }

  /** Empties a slot; what was put behind it for want of room moves up. */
  private void clear(int slot) {
    int mask = slots.length - 1;
    int hole = slot;
    slots[hole] = 0;
    for (int at = hole + 1 & mask; slots[at] != 0; at = at + 1 & mask) {
      int home = (int) (slots[at] >>> Integer.SIZE) >>> shift;
      if ((at - home & mask) >= (at - hole & mask)) {
        slots[hole] = slots[at];
        slots[at] = 0;
        hole = at;
      }
    }
  }

  private void doubleSlots() {
    long[] more = new long[Math.multiplyExact(slots.length, 2)];
    shift--;
    for (long slot : slots) {
      if (slot != 0) {
        more[free(more, (int) (slot >>> Integer.SIZE), shift)] = slot;
      }
    }
    slots = more;
  }

  private static int free(long[] slots, int hash, int shift) {
    int at = hash >>> shift;
    while (slots[at] != 0) {
      at = at + 1 & slots.length - 1;
    }
    return at;
  }

  private static long slot(int hash, int number) {
    return ((long) hash << Integer.SIZE) | (number + 1L);
  }
}
