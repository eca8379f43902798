package io.holdfast.backend.local;

import io.holdfast.ConfigurationException;
import io.holdfast.backend.Step;
import io.holdfast.backend.feed.Feed;
import io.holdfast.checkpoint.kryo.EncodeBuffer;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageFullException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Writes rows of one partition to a temporary file: chunks of some 64 KiB, each behind its length
 * and its CRC32C. A partition without rows has no file. Used by one task.
 */
final class SpillWriter<T> implements AutoCloseable {
  static final int HEADER_BYTES = 8;
  private static final int CHUNK_BYTES = 64 << 10;

  private final SpillSpace space;
  private final Consumer<String> created;
  private final Step step;
  private final EncodeBuffer chunk = new EncodeBuffer(1024);
  private String file;
  private Appender appender;

  /**
   * A writer that has no file yet.
   *
   * @param created is told of the file before it is made
   */
  SpillWriter(SpillSpace space, Consumer<String> created, Step step) {
    this.space = space;
    this.created = created;
    this.step = step;
  }

  void add(T row) {
    encode(row, chunk);
    if (chunk.length() >= CHUNK_BYTES) {
      write();
    }
  }

  /**
   * Appends a row to a buffer.
   *
   * @throws ConfigurationException if it cannot be encoded; names the operation and the class
   */
  void encode(T row, EncodeBuffer target) {
    try {
      space.codec().encode(row, target);
    } catch (ConfigurationException e) {
      throw new ConfigurationException(
          step.label()
              + " keeps rows on disk, so they have to be encoded: "
              + e.getMessage()
              + "\n  or keep them in memory: cache().",
          e);
    }
  }

  /** What has been added, to be walked any number of times. */
  Feed<T> finish() {
    if (chunk.length() > 0) {
      write();
    }
    return file == null ? out -> {} : new SpilledFeed<>(space, file, step);
  }

  private void write() {
    try {
      if (file == null) {
        file = space.newFile();
        created.accept(file);
        appender = space.opened().createExclusive(file);
      }
      ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
      header.putInt(chunk.length()).putInt(sum(chunk.view())).flip();
      appender.write(header, chunk.view());
      chunk.clear();
    } catch (StorageException e) {
      throw explained(e);
    }
  }

  static int sum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private StorageException explained(StorageException e) {
    String text =
        step.label()
            + " cannot keep rows on disk: "
            + e.getMessage()
            + ". Make room, name another place with StreamingConfig.persist, or keep"
            + " them in memory: cache(). Nothing durable is touched; the batch is computed again by"
            + " the next start.";
    return e instanceof StorageFullException
        ? new StorageFullException(text, e)
        : new StorageException(text, e);
  }

  @Override
  public void close() {
    if (appender != null) {
      appender.close();
    }
  }
}
