package io.holdfast.wal.storage.simulated;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A digest of bytes that takes eight at a time. Not a checksum of the kind that the contents carry
 * themselves: over those a file with its own checksum at its end always comes out the same.
 */
final class Digest {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FACTOR = 0x9e3779b97f4a7c15L;

  private Digest() {}

  /** Never 0. */
  static long of(byte[] bytes, int length) {
    long digest = length + FACTOR;
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      digest = step(digest, (long) LONGS.get(bytes, at));
    }
    long rest = 0;
    for (int shift = 0; at < length; at++, shift += Byte.SIZE) {
      rest |= (bytes[at] & 0xFFL) << shift;
    }
    digest = step(digest, rest);
    return digest == 0 ? 1 : digest;
  }

  static long step(long digest, long value) {
    long mixed = (digest ^ value) * FACTOR;
    return Long.rotateLeft(mixed, 29) ^ (mixed >>> 32);
  }
}
