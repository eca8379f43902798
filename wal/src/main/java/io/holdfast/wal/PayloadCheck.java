package io.holdfast.wal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The two sums of a payload, in one {@code long}: its CRC32C (RFC 3720) in the low 32 bits, above
 * it 24 bits of a <em>fold</em>.
 *
 * <p>Reading checks the CRC alone. The fold is for the question whether exactly one flipped bit
 * explains a CRC that is wrong: by chance the CRC says so of a payload torn by a crash once in
 * 2<sup>32</sup> / bits; with the fold, 2<sup>24</sup> times more seldom. Both sums are linear, so
 * what a flipped bit does to them can be computed without the payload.
 *
 * <p>Fold: the payload is read as little-endian 64-bit words, the last one filled up with zeros.
 * Each is combined into a register that is rotated left by one bit before: {@code r = rotl(r, 1) ^
 * word}. The 64 bits are then combined to 24: {@code r ^ r >>> 24 ^ r >>> 48}.
 */
final class PayloadCheck {
  /** Of an empty payload. */
  static final long NOTHING = 0;

  private static final int FOLD_BITS = 24;
  private static final int FOLD_MASK = (1 << FOLD_BITS) - 1;
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private PayloadCheck() {}

  static long of(int crc, int fold) {
    return (crc & 0xFFFF_FFFFL) | ((long) (fold & FOLD_MASK) << 32);
  }

  static int crc(long check) {
    return (int) check;
  }

  static int fold(long check) {
    return (int) (check >>> 32);
  }

  /** Both sums of what remains in the buffer, which stays as it is. */
  static long of(ByteBuffer payload, CRC32C crc) {
    return of(crc32c(payload, crc), foldOf(payload));
  }

  static int crc32c(ByteBuffer payload, CRC32C crc) {
    crc.reset();
    if (payload.hasArray()) {
      crc.update(payload.array(), payload.arrayOffset() + payload.position(), payload.remaining());
    } else {
      crc.update(payload.duplicate());
    }
    return (int) crc.getValue();
  }

  static int foldOf(ByteBuffer payload) {
    int length = payload.remaining();
    long register = payload.hasArray() ? foldArray(payload) : foldBuffer(payload);
    if ((length & 7) != 0) {
      long word = 0;
      for (int i = length & -8; i < length; i++) {
        word |= (payload.get(payload.position() + i) & 0xFFL) << (8 * (i & 7));
      }
      register = Long.rotateLeft(register, 1) ^ word;
    }
    return narrow(register);
  }

  /** What flipping one bit does to the fold: combine with it by exclusive or. */
  static int foldOfFlip(int lengthBytes, long bit) {
    long words = ((long) lengthBytes + 7) >>> 3;
    long word = bit >>> 6;
    return narrow(Long.rotateLeft(1L << (bit & 63), (int) ((words - 1 - word) & 63)));
  }

  private static int narrow(long register) {
    return (int) (register ^ register >>> FOLD_BITS ^ register >>> (2 * FOLD_BITS)) & FOLD_MASK;
  }

  private static long foldArray(ByteBuffer payload) {
    byte[] bytes = payload.array();
    int at = payload.arrayOffset() + payload.position();
    int end = at + (payload.remaining() & -8);
    long register = 0;
    // Four steps at once: the same value, by fewer operations that wait for each other.
    for (; at + 32 <= end; at += 32) {
      register =
          Long.rotateLeft(register, 4)
              ^ Long.rotateLeft((long) WORDS.get(bytes, at), 3)
              ^ Long.rotateLeft((long) WORDS.get(bytes, at + 8), 2)
              ^ Long.rotateLeft((long) WORDS.get(bytes, at + 16), 1)
              ^ (long) WORDS.get(bytes, at + 24);
    }
    for (; at < end; at += 8) {
      register = Long.rotateLeft(register, 1) ^ (long) WORDS.get(bytes, at);
    }
    return register;
  }

  private static long foldBuffer(ByteBuffer payload) {
    ByteBuffer words = payload.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    long register = 0;
    while (words.remaining() >= 8) {
      register = Long.rotateLeft(register, 1) ^ words.getLong();
    }
    return register;
  }
}
