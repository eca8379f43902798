package io.holdfast.checkpoint;

import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Bounded reads of one file: memory use does not follow what the file says about itself. */
final class FileBytes {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final StorageReader file;
  private final long length;
  private final ByteBuffer whole;

  private FileBytes(StorageReader file, boolean again) {
    this.file = file;
    this.length = file.length();
    this.whole = again && length <= CHUNK_BYTES ? whole(file, (int) length) : null;
  }

  /** For one read of a part. */
  static FileBytes of(StorageReader file) {
    return new FileBytes(file, false);
  }

  /** For reads of all that is in it, some of it several times: a small file is read once. */
  static FileBytes throughout(StorageReader file) {
    return new FileBytes(file, true);
  }

  private static ByteBuffer whole(StorageReader file, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    int read = file.read(0, bytes);
    return bytes.clear().limit(read);
  }

  String location() {
    return file.location();
  }

  /** The file's length when reading began. */
  long length() {
    return length;
  }

  /**
   * The bytes from {@code offset} on; empty when the file ends before. The caller has checked
   * {@code count} against the file's length or a constant.
   */
  Optional<byte[]> read(long offset, int count) {
    byte[] bytes = new byte[count];
    return read(offset, ByteBuffer.wrap(bytes)) == count ? Optional.of(bytes) : Optional.empty();
  }

  /**
   * Feeds the bytes from {@code from} to {@code to} to the digest and returns their CRC32C, or
   * empty when the file ends before.
   */
  Optional<Integer> digest(long from, long to, MessageDigest digest) {
    CRC32C crc = new CRC32C();
    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, Math.max(0, to - from)));
    long position = from;
    while (position < to) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), to - position));
      int wanted = chunk.remaining();
      if (read(position, chunk) != wanted) {
        return Optional.empty();
      }
      digest.update(chunk.array(), 0, wanted);
      crc.update(chunk.array(), 0, wanted);
      position += wanted;
    }
    return Optional.of((int) crc.getValue());
  }

  private int read(long position, ByteBuffer target) {
    if (whole == null) {
      return file.read(position, target);
    }
    int from = (int) Math.min(position, whole.limit());
    int count = Math.min(target.remaining(), whole.limit() - from);
    target.put(whole.duplicate().position(from).limit(from + count));
    return count;
  }
}
