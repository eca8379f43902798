package io.holdfast.checkpoint.kryo;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A growing array of bytes that encoders append to, made once and used again. Belongs to one thread
 * at a time.
 */
public final class EncodeBuffer {
  byte[] bytes;
  int length;

  public EncodeBuffer(int initialBytes) {
    bytes = new byte[initialBytes];
  }

  /** Bytes appended since the last {@link #clear()}. */
  public int length() {
    return length;
  }

  /** Forgets the content and keeps the array. */
  public void clear() {
    length = 0;
  }

  /** Cuts the content to its first {@code newLength} bytes: takes back what was appended since. */
  public void truncate(int newLength) {
    if (newLength < 0 || newLength > length) {
      throw new IllegalArgumentException(newLength + " of " + length + " bytes");
    }
    length = newLength;
  }

  /** The content without a copy; valid until the buffer is next used. */
  public ByteBuffer view() {
    return ByteBuffer.wrap(bytes, 0, length);
  }

  /** A copy of the content. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }
}
