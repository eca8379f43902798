package io.holdfast.inspection.mend;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** Bytes that stand in the place of others in a file. Immutable once it is used. */
final class Patches {
  static final Patches NONE = new Patches();

  private final TreeMap<Long, byte[]> pieces = new TreeMap<>();
  private int longest;

  /** Other bytes from an offset on. Those that are added later win. */
  Patches add(long offset, byte[] bytes) {
    pieces.put(offset, bytes);
    longest = Math.max(longest, bytes.length);
    return this;
  }

  boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** These, and others on top of them. */
  Patches and(Patches more) {
    if (isEmpty()) {
      return more;
    }
    Patches all = new Patches();
    pieces.forEach(all::add);
    more.pieces.forEach(all::replace);
    return all;
  }

  /** Adds a piece, and forgets what lies below it: as a whole, or the part of a longer one. */
  private void replace(long offset, byte[] bytes) {
    long end = offset + bytes.length;
    pieces
        .subMap(offset, true, end, false)
        .entrySet()
        .removeIf(piece -> piece.getKey() + piece.getValue().length <= end);
    Map.Entry<Long, byte[]> before = pieces.floorEntry(offset);
    if (before != null && before.getKey() + before.getValue().length >= end) {
      byte[] merged = before.getValue().clone();
      System.arraycopy(bytes, 0, merged, (int) (offset - before.getKey()), bytes.length);
      add(before.getKey(), merged);
    } else {
      add(offset, bytes);
    }
  }

  /**
   * Puts the pieces into what was read from {@code position} on, at {@code start} of the buffer.
   */
  void apply(long position, ByteBuffer target, int start) {
    long end = position + (target.position() - start);
    for (Map.Entry<Long, byte[]> piece :
        pieces.subMap(position - longest, true, end, false).entrySet()) {
      byte[] bytes = piece.getValue();
      for (int i = 0; i < bytes.length; i++) {
        long at = piece.getKey() + i - position;
        if (at >= 0 && at < end - position) {
          target.put(start + (int) at, bytes[i]);
        }
      }
    }
  }
}
