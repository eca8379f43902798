package io.holdfast.sink;

import io.holdfast.DamageException;
import io.holdfast.DriftException;
import io.holdfast.NewerFormatException;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** One pass over an {@link ObjectFile} to verify it, one to decode it. Used by one thread. */
final class ObjectFileReader {
  private static final int WINDOW_BYTES = 64 << 10;

  private final StorageReader file;
  private final long length;
  private final ByteBuffer window =
      ByteBuffer.allocate(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);

  /** Where in the file the window ends. */
  private long windowEnd;

  ObjectFileReader(StorageReader file) {
    this.file = file;
    this.length = file.length();
  }

  <T> void read(RowCodec<T> codec, Consumer<T> rows) {
    requireCodec(codec);
    long end = length - ObjectFile.CRC_BYTES;
    requireCrc(end);
    long count = 0;
    for (long next = varLong(end); next != 0; next = varLong(end)) {
      rows.accept(codec.decode(take(next - 1, end)));
      count++;
    }
    long said = ByteBuffer.wrap(take(8, end)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (said != count || at() != end) {
      throw impossible(count + " rows and " + (end - at()) + " bytes more, where it says " + said);
    }
  }

  private <T> void requireCodec(RowCodec<T> codec) {
    if (length < ObjectFile.FIXED_HEADER_BYTES + ObjectFile.CRC_BYTES + ObjectFile.TRAILER_BYTES) {
      throw damaged(length + " bytes are less than any object file has");
    }
    byte[] begin = take(ObjectFile.FIXED_HEADER_BYTES, length);
    ByteBuffer fixed = little(begin);
    if (fixed.getLong() != ObjectFile.MAGIC) {
      throw damaged("it does not begin as an object file");
    }
    int major = fixed.getShort();
    int minor = fixed.getShort();
    int headerBytes = fixed.getInt();
    int nameBytes = fixed.getInt();
    int names = headerBytes - ObjectFile.FIXED_HEADER_BYTES - ObjectFile.CRC_BYTES;
    if (names < 0 || headerBytes > length - ObjectFile.TRAILER_BYTES) {
      throw damaged("a header of " + headerBytes + " bytes is impossible");
    }
    byte[] text = take(names, length);
    CRC32C crc = new CRC32C();
    crc.update(begin);
    crc.update(text);
    requireEqual(little(take(ObjectFile.CRC_BYTES, length)).getInt(), crc, "header");
    if (major > ObjectFile.MAJOR) {
      throw new NewerFormatException(
          file.location()
              + ": object file of format "
              + major
              + "."
              + minor
              + ", this version reads up to "
              + ObjectFile.MAJOR
              + ". Read it with the version that wrote it.");
    }
    if (nameBytes < 0 || nameBytes > names) {
      throw impossible("a codec's name of " + nameBytes + " bytes");
    }
    String name = new String(text, 0, nameBytes, StandardCharsets.UTF_8);
    if (!name.equals(codec.name())) {
      throw new DriftException(
          file.location()
              + ": its rows were written by the codec '"
              + name
              + "' and cannot be read by '"
              + codec.name()
              + "'. Read it with the codec of the job that wrote it.");
    }
    codec.requireReadable(new String(text, nameBytes, names - nameBytes, StandardCharsets.UTF_8));
  }

  private void requireCrc(long end) {
    CRC32C crc = new CRC32C();
    ByteBuffer bytes = ByteBuffer.allocate(WINDOW_BYTES);
    for (long at = 0; at < end; at += bytes.limit()) {
      file.read(at, bytes.clear().limit((int) Math.min(WINDOW_BYTES, end - at)));
      bytes.flip();
      if (!bytes.hasRemaining()) {
        throw damaged("it ends at byte " + at + " of " + length);
      }
      crc.update(bytes.duplicate());
    }
    ByteBuffer stored = ByteBuffer.allocate(ObjectFile.CRC_BYTES);
    file.read(end, stored);
    requireEqual(little(stored.array()).getInt(), crc, "file");
  }

  private void requireEqual(int stored, CRC32C computed, String what) {
    int value = (int) computed.getValue();
    if (stored != value) {
      HexFormat hex = HexFormat.of();
      throw damaged(
          "the CRC32C of the "
              + what
              + " is "
              + hex.toHexDigits(value)
              + ", it says "
              + hex.toHexDigits(stored));
    }
  }

  private long varLong(long end) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = next(end);
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw impossible("a number of more than 64 bits");
  }

  private byte next(long end) {
    if (at() >= end) {
      throw impossible("it has no end mark");
    }
    fill();
    return window.get();
  }

  /** The next bytes, if so many are there before {@code end}. */
  private byte[] take(long count, long end) {
    if (count < 0 || count > end - at() || count > Integer.MAX_VALUE - 8) {
      throw impossible(
          count + " bytes announced at byte " + at() + ", where " + (end - at()) + " are left");
    }
    byte[] bytes = new byte[(int) count];
    for (int have = 0; have < bytes.length; ) {
      fill();
      int more = Math.min(window.remaining(), bytes.length - have);
      window.get(bytes, have, more);
      have += more;
    }
    return bytes;
  }

  private void fill() {
    if (window.hasRemaining()) {
      return;
    }
    file.read(windowEnd, window.clear());
    window.flip();
    windowEnd += window.limit();
    if (!window.hasRemaining()) {
      throw damaged("it ends at byte " + windowEnd + " of " + length);
    }
  }

  private long at() {
    return windowEnd - window.remaining();
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private DamageException damaged(String why) {
    return new DamageException(file.location() + ": " + why + ". Restore the file from a copy.");
  }

  private DamageException impossible(String what) {
    return new DamageException(
        file.location()
            + ": "
            + what
            + ". Its checksum is right, so it was written by a faulty or newer version.");
  }
}
