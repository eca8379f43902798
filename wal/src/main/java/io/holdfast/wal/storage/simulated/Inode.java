package io.holdfast.wal.storage.simulated;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A file or a directory at one moment. Immutable: a change puts a new one into its slot, and disks
 * share them.
 */
sealed interface Inode {

  /**
   * A directory as the running system sees it, and as it is on the platter.
   *
   * @param cached what programs see
   * @param durable what a crash leaves at least
   */
  record Directory(Entries cached, Entries durable) implements Inode {
    static final Directory EMPTY = settled(Entries.NONE);

    static Directory settled(Entries entries) {
      return new Directory(entries, entries);
    }
  }

  /**
   * A file, which only ever grows.
   *
   * <p>The array may be longer than the file and is shared with earlier moments and other disks;
   * bytes before {@code length} never change, and only the one appender of the file writes behind
   * it. A file whose force has failed is broken: the bytes behind the forced ones are marked clean
   * and will never be written.
   *
   * <p>A file that is overwritten remembers what it held before, for any sector of that may be what
   * a crash leaves.
   */
  final class File implements Inode {
    private static final byte[][] NEVER_OVERWRITTEN = {};
    private static final int EARLIER_LIMIT = 4;
    private static final int SMALLEST_ARRAY_BYTES = 256;
    static final File EMPTY = new File(new byte[0], 0, 0, false);

    private final byte[] bytes;
    private final int length;
    private final int forced;
    private final boolean broken;
    private final byte[][] earlier;

    /** 0 until it is asked for; threads that race compute the same. */
    private long digest;

    private File(byte[] bytes, int length, int forced, boolean broken) {
      this(bytes, length, forced, broken, NEVER_OVERWRITTEN);
    }

    private File(byte[] bytes, int length, int forced, boolean broken, byte[][] earlier) {
      this.bytes = bytes;
      this.earlier = earlier;
      this.length = length;
      this.forced = forced;
      this.broken = broken;
    }

    /** What a lock's holder says of itself, and hints: any of it may be lost. */
    static File unforced(byte[] bytes) {
      return new File(bytes, bytes.length, 0, false);
    }

    static File durable(byte[] bytes, int length) {
      return new File(bytes, length, length, false);
    }

    byte[] bytes() {
      return bytes;
    }

    int length() {
      return length;
    }

    /** How many bytes are durable. */
    int forced() {
      return forced;
    }

    boolean isDurable() {
      return forced == length && earlier.length == 0;
    }

    /** What it held before it was overwritten, newest first; empty for a file that only grew. */
    byte[][] earlier() {
      return earlier;
    }

    /** Of the contents as programs see them. */
    long digest() {
      long known = digest;
      if (known == 0) {
        known = Digest.of(bytes, length);
        digest = known;
      }
      return known;
    }

    /** With the next {@code limit} bytes of the buffers, or as many as there are. */
    File append(ByteBuffer[] buffers, int limit) {
      int total = 0;
      for (ByteBuffer buffer : buffers) {
        total = Math.min(limit, total + buffer.remaining());
      }
      byte[] target = withRoomFor(length + total);
      int at = length;
      for (ByteBuffer buffer : buffers) {
        int count = Math.min(buffer.remaining(), length + total - at);
        buffer.get(target, at, count);
        at += count;
      }
      return new File(target, at, forced, broken);
    }

    /** Writes over what is there; nothing of the file counts as durable any more. */
    File overwrite(int position, ByteBuffer source, int count) {
      byte[] target = Arrays.copyOf(bytes, Math.max(length, position + count));
      source.get(target, position, count);
      byte[][] before = Arrays.copyOf(earlier, Math.min(EARLIER_LIMIT, earlier.length + 1));
      System.arraycopy(earlier, 0, before, 1, before.length - 1);
      before[0] = bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
      return new File(target, target.length, 0, false, before);
    }

    private byte[] withRoomFor(int size) {
      if (size <= bytes.length) {
        return bytes;
      }
      return Arrays.copyOf(bytes, Math.max(size, Math.max(SMALLEST_ARRAY_BYTES, bytes.length * 2)));
    }

    File force() {
      return broken || isDurable() ? this : new File(bytes, length, length, false);
    }

    File failedForce() {
      return new File(bytes, length, forced, true);
    }
  }
}
