package io.holdfast.wal;

import io.holdfast.DamageException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Reads what {@link FieldWriter} wrote. The bytes have passed their checksum before, so anything
 * impossible here is damage or a bug, and is reported with the place; no length is trusted before
 * it was compared with what is left.
 */
public final class FieldReader {
  private final ByteBuffer buffer;
  private final String what;

  /**
   * @param what names the thing being read, for errors
   */
  public FieldReader(ByteBuffer buffer, String what) {
    this.buffer = buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
    this.what = what;
  }

  public FieldReader(byte[] bytes, String what) {
    this(ByteBuffer.wrap(bytes), what);
  }

  public int remaining() {
    return buffer.remaining();
  }

  public int byteValue() {
    return checked(() -> buffer.get() & 0xFF);
  }

  public int intValue() {
    return checked(buffer::getInt);
  }

  public long longValue() {
    return checked(buffer::getLong);
  }

  public int varInt() {
    long value = varLong();
    if (value < 0 || value > 0xFFFF_FFFFL) {
      throw damaged("a 32-bit number is out of range");
    }
    return (int) value;
  }

  public long varLong() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (!buffer.hasRemaining()) {
        throw damaged("it ends inside a number");
      }
      byte next = buffer.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw damaged("a number has more than 64 bits");
  }

  /** A count of things of at least {@code minBytes} each; bounded by what is left. */
  public int count(int minBytes) {
    int count = varInt();
    if (count < 0 || (long) count * minBytes > buffer.remaining()) {
      throw damaged(
          "it announces "
              + Integer.toUnsignedString(count)
              + " entries but has "
              + buffer.remaining()
              + " bytes");
    }
    return count;
  }

  public String string() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  public byte[] bytes() {
    byte[] bytes = new byte[count(1)];
    buffer.get(bytes);
    return bytes;
  }

  /** The next {@code length} bytes as a view. */
  public ByteBuffer raw(int length) {
    if (length < 0 || length > buffer.remaining()) {
      throw damaged("it announces " + length + " bytes but has " + buffer.remaining());
    }
    ByteBuffer view = buffer.slice(buffer.position(), length);
    buffer.position(buffer.position() + length);
    return view;
  }

  /** Fails unless everything was read. */
  public void end() {
    if (buffer.hasRemaining()) {
      throw damaged(buffer.remaining() + " bytes are left over");
    }
  }

  public DamageException damaged(String why) {
    return new DamageException(
        "Cannot decode "
            + what
            + " at byte "
            + buffer.position()
            + " of "
            + buffer.limit()
            + ": "
            + why
            + ". Its checksum was right, so it was written by a faulty or newer version.");
  }

  private <T> T checked(Supplier<T> read) {
    try {
      return read.get();
    } catch (BufferUnderflowException e) {
      throw damaged("it ends too early");
    }
  }
}
