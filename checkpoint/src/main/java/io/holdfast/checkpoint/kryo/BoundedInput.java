package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.KryoBufferUnderflowException;

/**
 * Reads from one range of one array. Differs from its parent where that would trust the bytes: a
 * length is compared with what is left before anything is allocated.
 */
final class BoundedInput extends Input {
  private static final byte[] NOTHING = {};
  private static final int LARGEST_KEPT_CHARS = 64 * 1024;

  private int unclaimed;

  BoundedInput() {
    super(NOTHING);
  }

  int remaining() {
    return limit - position;
  }

  /** Forgets the caller's array, and scratch space of unusual size. */
  void release() {
    setBuffer(NOTHING);
    if (chars.length > LARGEST_KEPT_CHARS) {
      chars = new char[32];
    }
  }

  /** Begins to read a range of an array. */
  void begin(byte[] bytes, int offset, int length) {
    setBuffer(bytes, offset, length);
    unclaimed = length;
  }

  /**
   * Reads how many things follow, each of which takes at least {@code bytesEach} bytes of its own.
   * No byte can be claimed by two of them, however they are nested, so what all counts together
   * make the caller allocate is bounded by the length of the range.
   */
  int readCount(int bytesEach) {
    int count = checked(readVarInt(true), bytesEach);
    unclaimed -= count * bytesEach;
    if (unclaimed < 0) {
      throw DecodeFault.damage("lengths that add up to more than all bytes");
    }
    return count;
  }

  private int checked(int count, int bytesEach) {
    if (count < 0 || count > remaining() / bytesEach) {
      throw DecodeFault.damage(
          "a length of "
              + Integer.toUnsignedString(count)
              + " where only "
              + remaining()
              + " bytes are left");
    }
    return count;
  }

  @Override
  protected int require(int required) {
    int left = limit - position;
    if (left < required) {
      throw new KryoBufferUnderflowException("the bytes end too early");
    }
    return left;
  }

  /** Strings read their length through this; it is one more than the number of characters. */
  @Override
  public int readVarIntFlag(boolean optimizePositive) {
    int value = super.readVarIntFlag(optimizePositive);
    if (value > 1) {
      checked(value - 1, 1);
    }
    return value;
  }

  @Override
  public byte[] readBytes(int length) {
    return super.readBytes(checked(length, Byte.BYTES));
  }

  @Override
  public short[] readShorts(int length) {
    return super.readShorts(checked(length, Short.BYTES));
  }

  @Override
  public char[] readChars(int length) {
    return super.readChars(checked(length, Character.BYTES));
  }

  @Override
  public int[] readInts(int length) {
    return super.readInts(checked(length, Integer.BYTES));
  }

  @Override
  public int[] readInts(int length, boolean optimizePositive) {
    return super.readInts(checked(length, Byte.BYTES), optimizePositive);
  }

  @Override
  public long[] readLongs(int length) {
    return super.readLongs(checked(length, Long.BYTES));
  }

  @Override
  public long[] readLongs(int length, boolean optimizePositive) {
    return super.readLongs(checked(length, Byte.BYTES), optimizePositive);
  }

  @Override
  public float[] readFloats(int length) {
    return super.readFloats(checked(length, Float.BYTES));
  }

  @Override
  public double[] readDoubles(int length) {
    return super.readDoubles(checked(length, Double.BYTES));
  }

  @Override
  public boolean[] readBooleans(int length) {
    return super.readBooleans(checked(length, Byte.BYTES));
  }
}
