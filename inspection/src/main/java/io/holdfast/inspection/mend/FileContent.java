package io.holdfast.inspection.mend;

import io.holdfast.wal.ReadWindow;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * What a file holds: bytes of a file that is there, with some of them replaced, cut, and others
 * behind them. Immutable; holds no file open.
 *
 * @param base opens the file that is there; null if there is none
 * @param baseLength how much of it is taken
 * @param patches bytes that stand in the place of those of the file
 * @param tail what follows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record FileContent(Supplier<StorageReader> base, long baseLength, Patches patches, byte[] tail) {
  private static final byte[] NOTHING = {};
  private static final int PIECE_BYTES = 64 << 10;

  static FileContent of(Storage storage, String path) {
    try (StorageReader reader = storage.open(path)) {
      return new FileContent(() -> storage.open(path), reader.length(), Patches.NONE, NOTHING);
    }
  }

  static FileContent of(byte[] bytes) {
    return new FileContent(null, 0, Patches.NONE, bytes);
  }

  long length() {
    return baseLength + tail.length;
  }

  /** The first {@code length} bytes, and behind them others. */
  FileContent cut(long length, byte[] behind) {
    if (length >= baseLength) {
      byte[] all = Arrays.copyOf(tail, (int) (length - baseLength) + behind.length);
      System.arraycopy(behind, 0, all, (int) (length - baseLength), behind.length);
      return new FileContent(base, baseLength, patches, all);
    }
    return new FileContent(base, length, patches, behind);
  }

  /** The same with other bytes in some places, all before the tail. */
  FileContent with(Patches more) {
    return new FileContent(base, baseLength, patches.and(more), tail);
  }

  StorageReader reader(String location) {
    StorageReader file = base == null ? null : base.get();
    return new StorageReader() {
      @Override
      public String location() {
        return location;
      }

      @Override
      public long length() {
        return FileContent.this.length();
      }

      @Override
      public int read(long position, ByteBuffer target) {
        return FileContent.this.read(file, position, target);
      }

      @Override
      public void close() {
        if (file != null) {
          file.close();
        }
      }
    };
  }

  /**
   * Where the last byte ends behind {@code from} that is not zero; {@code from} if there is none.
   */
  long endOfData(String location, long from) {
    long end = from;
    try (StorageReader reader = reader(location)) {
      ReadWindow window = new ReadWindow(reader);
      for (long at = from; at < length(); ) {
        ByteBuffer bytes = window.at(at, (int) Math.min(PIECE_BYTES, length() - at));
        if (!bytes.hasRemaining()) {
          break;
        }
        for (int i = 0; i < bytes.limit(); i++) {
          end = bytes.get(i) == 0 ? end : at + i + 1;
        }
        at += bytes.limit();
      }
    }
    return end;
  }

  private int read(StorageReader file, long position, ByteBuffer target) {
    int start = target.position();
    if (position < baseLength) {
      int limit = target.limit();
      target.limit((int) Math.min(limit, start + (baseLength - position)));
      file.read(position, target);
      patches.apply(position, target, start);
      target.limit(limit);
    }
    long behind = position + (target.position() - start) - baseLength;
    if (behind >= 0 && behind < tail.length) {
      target.put(tail, (int) behind, (int) Math.min(target.remaining(), tail.length - behind));
    }
    return target.position() - start;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
