package io.holdfast.inspection.diff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Consumer;

/**
 * Two versions of a state as digests: for each key 128 bits of its SHA-256, and 64 bits of the
 * value's for each version. {@value #BYTES_A_SLOT} bytes a slot, of which at most three of four are
 * used, and never more than a given number of keys.
 *
 * <p>To compare states of any size, the keys are taken in several passes: each pass looks only at
 * the keys of one class, by their digest. Used by one thread.
 */
final class DigestTable {
  static final int BYTES_A_SLOT = 33;
  private static final int OLD = 1;
  private static final int NEW = 2;
  private static final int USED = 4;

  private final int pass;
  private final int passes;
  private final int maxKeys;
  private final MessageDigest sha256 = sha256();
  private final long[] high;
  private final long[] low;
  private final long[] oldValues;
  private final long[] newValues;
  private final byte[] flags;
  private int used;

  /** A key by its digest. */
  record Key(long high, long low) {}

  /**
   * What became of a key.
   *
   * @param inOld whether the old version has it
   * @param inNew whether the new version has it
   * @param same whether both have the same value
   */
  record Fate(Key key, boolean inOld, boolean inNew, boolean same) {}

  /** More keys than there is room for: begin again with more passes. */
  static final class FullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FullException() {
      super("more keys than fit into one pass", null, false, false);
    }
  }

  /**
   * @param pass which of {@code passes}, from 0
   * @param maxKeys that fit
   */
  DigestTable(int pass, int passes, int maxKeys) {
    this.pass = pass;
    this.passes = passes;
    this.maxKeys = maxKeys;
    int slots = Integer.highestOneBit(Math.max(4, maxKeys + maxKeys / 3)) * 2;
    high = new long[slots];
    low = new long[slots];
    oldValues = new long[slots];
    newValues = new long[slots];
    flags = new byte[slots];
  }

  /** The digest of a key. */
  Key key(ByteBuffer encoded) {
    ByteBuffer digest = digest(encoded);
    return new Key(digest.getLong(0), digest.getLong(8));
  }

  /** The key has this value in a version. */
  void put(boolean newer, ByteBuffer key, ByteBuffer value) {
    Key digest = key(key);
    if (!mine(digest)) {
      return;
    }
    int slot = slot(digest);
    (newer ? newValues : oldValues)[slot] = digest(value).getLong(0);
    flags[slot] |= (byte) (newer ? NEW : OLD);
  }

  /** The key has no value any more in a version. */
  void remove(boolean newer, ByteBuffer key) {
    Key digest = key(key);
    if (mine(digest)) {
      flags[slot(digest)] &= (byte) ~(newer ? NEW : OLD);
    }
  }

  /** All keys that a version has, in the order of their digests' slots. */
  void forEach(Consumer<Fate> out) {
    for (int slot = 0; slot < flags.length; slot++) {
      int flag = flags[slot];
      if ((flag & (OLD | NEW)) != 0) {
        boolean both = (flag & (OLD | NEW)) == (OLD | NEW);
        out.accept(
            new Fate(
                new Key(high[slot], low[slot]),
                (flag & OLD) != 0,
                (flag & NEW) != 0,
                both && oldValues[slot] == newValues[slot]));
      }
    }
  }

  private boolean mine(Key key) {
    return Math.floorMod(key.high >>> 32, passes) == pass;
  }

  private int slot(Key key) {
    int mask = flags.length - 1;
    for (int slot = (int) key.low & mask; ; slot = (slot + 1) & mask) {
      if (flags[slot] == 0) {
        if (++used > maxKeys) {
          throw new FullException();
        }
        high[slot] = key.high;
        low[slot] = key.low;
        flags[slot] = USED;
        return slot;
      }
      if (high[slot] == key.high && low[slot] == key.low) {
        return slot;
      }
    }
  }

  private ByteBuffer digest(ByteBuffer bytes) {
    sha256.update(bytes.duplicate());
    return ByteBuffer.wrap(sha256.digest()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
