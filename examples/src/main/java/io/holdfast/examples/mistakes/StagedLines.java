package io.holdfast.examples.mistakes;

import io.holdfast.sink.FilePart;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** A staged file of lines: kept in memory, then written and forced at once. */
final class StagedLines implements PartWriter<String> {
  private final Storage storage;
  private final String path;
  private final int partition;
  private final StringBuilder lines = new StringBuilder();
  private long rows;

  StagedLines(Storage storage, String path, int partition) {
    this.storage = storage;
    this.path = path;
    this.partition = partition;
  }

  @Override
  public void write(String row) {
    lines.append(row).append('\n');
    rows++;
  }

  @Override
  public FilePart finish() {
    byte[] bytes = Places.bytes(lines.toString());
    try (Appender file = storage.createExclusive(path)) {
      file.write(ByteBuffer.wrap(bytes));
      file.force();
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    String name = StoragePath.name(path);
    return new FilePart(partition, name, bytes.length, (int) crc.getValue(), rows);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
