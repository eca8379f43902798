package io.holdfast.backend.local;

import io.holdfast.backend.Step;
import io.holdfast.backend.feed.Feed;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Rows that a {@link SpillWriter} has written. May be walked by several tasks at a time. */
record SpilledFeed<T>(SpillSpace space, String file, Step step) implements Feed<T> {
  @Override
  @SuppressWarnings("unchecked") // the writer has written rows of this type
  public void into(Consumer<? super T> out) {
    try (StorageReader reader = space.opened().open(file)) {
      long position = 0;
      for (ByteBuffer chunk = chunk(reader, position);
          chunk != null;
          chunk = chunk(reader, position)) {
        position += SpillWriter.HEADER_BYTES + chunk.limit();
        space.codec().decodeAll(chunk, row -> out.accept((T) row));
      }
    }
  }

  /** Null at the end of the file. */
  private ByteBuffer chunk(StorageReader reader, long position) {
    ByteBuffer header = read(reader, position, SpillWriter.HEADER_BYTES);
    if (header.remaining() == 0) {
      return null;
    }
    int length = header.remaining() == SpillWriter.HEADER_BYTES ? header.getInt() : -1;
    long left = reader.length() - position - SpillWriter.HEADER_BYTES;
    if (length < 0 || length > left) {
      throw damaged(reader, position);
    }
    ByteBuffer chunk = read(reader, position + SpillWriter.HEADER_BYTES, length);
    if (chunk.remaining() != length || SpillWriter.sum(chunk.duplicate()) != header.getInt()) {
      throw damaged(reader, position);
    }
    return chunk;
  }

  private static ByteBuffer read(StorageReader reader, long position, int bytes) {
    ByteBuffer target = ByteBuffer.allocate(bytes);
    reader.read(position, target);
    return target.flip();
  }

  /** No damage of durable data: the way out is to start again. */
  private StorageException damaged(StorageReader reader, long position) {
    return new StorageException(
        step.label()
            + " reads back other rows than it has kept: "
            + reader.location()
            + " has changed at offset "
            + position
            + ". It is a temporary file; start again, and the batch is computed anew. If this comes"
            + " back, look at that disk.",
        null);
  }
}
