package io.holdfast.sink;

import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32C;

/** One staged file: a line per row. Used by one task. */
final class TextPart implements PartWriter<Object> {
  private static final int BUFFER_BYTES = 256 << 10;

  private final int partition;
  private final String name;
  private final Appender file;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(8 << 10);
  private final CRC32C crc = new CRC32C();
  private long lengthBytes;
  private long rows;

  TextPart(Storage storage, String directory, int partition, int attempt) {
    this.partition = partition;
    String first = String.format(Locale.ROOT, "part-%05d", partition);
    this.name = (attempt == 0 ? first : first + "-" + attempt) + ".txt";
    this.file = storage.createExclusive(directory + "/" + name);
  }

  @Override
  public void write(Object row) {
    byte[] line = String.valueOf(row).getBytes(StandardCharsets.UTF_8);
    buffer.write(line, 0, line.length);
    buffer.write('\n');
    rows++;
    if (buffer.size() >= BUFFER_BYTES) {
      flush();
    }
  }

  @Override
  public StagedPart finish() {
    flush();
    file.force();
    file.close();
    return new StagedPart(partition, name, lengthBytes, (int) crc.getValue(), rows);
  }

  @Override
  public void close() {
    file.close();
  }

  private void flush() {
    byte[] bytes = buffer.toByteArray();
    crc.update(bytes, 0, bytes.length);
    lengthBytes += bytes.length;
    file.write(ByteBuffer.wrap(bytes));
    buffer.reset();
  }
}
