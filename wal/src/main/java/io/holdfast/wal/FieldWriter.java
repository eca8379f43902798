package io.holdfast.wal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing little-endian buffer with the few primitive encodings of which all plain (non-Kryo)
 * payloads are made: fixed integers, unsigned LEB128 varints, and strings and byte strings behind a
 * varint length. One thread at a time.
 */
public final class FieldWriter {
  private ByteBuffer buffer;

  public FieldWriter() {
    this(128);
  }

  public FieldWriter(int initialBytes) {
    buffer = ByteBuffer.allocate(Math.max(16, initialBytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  public int sizeBytes() {
    return buffer.position();
  }

  public FieldWriter putByte(int value) {
    room(1).put((byte) value);
    return this;
  }

  public FieldWriter putInt(int value) {
    room(4).putInt(value);
    return this;
  }

  public FieldWriter putLong(long value) {
    room(8).putLong(value);
    return this;
  }

  public FieldWriter putVarInt(int value) {
    return putVarLong(value & 0xFFFF_FFFFL);
  }

  /** Unsigned LEB128: seven bits a byte, low bits first. */
  public FieldWriter putVarLong(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer.put((byte) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    buffer.put((byte) rest);
    return this;
  }

  public FieldWriter putString(String value) {
    return putBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** The length as a varint, then the bytes. */
  public FieldWriter putBytes(byte[] value) {
    return putVarInt(value.length).putRaw(value, 0, value.length);
  }

  /** The bytes alone. */
  public FieldWriter putRaw(byte[] value, int offset, int length) {
    room(length).put(value, offset, length);
    return this;
  }

  /** Overwrites the fixed integer at {@code offset}, which was written before. */
  public void setInt(int offset, int value) {
    buffer.putInt(offset, value);
  }

  public void clear() {
    buffer.clear();
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** A view of what was written; valid until the next write. */
  public ByteBuffer view() {
    return ByteBuffer.wrap(buffer.array(), 0, buffer.position()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int wanted = Math.max(buffer.capacity() * 2, Math.addExact(buffer.position(), bytes));
      buffer = ByteBuffer.allocate(wanted).order(ByteOrder.LITTLE_ENDIAN).put(buffer.flip());
    }
    return buffer;
  }
}
