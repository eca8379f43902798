package io.holdfast.checkpoint;

import io.holdfast.wal.storage.Appender;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one checkpoint file from its first byte to its last. Nothing is durable before the caller
 * has forced the appender; a file that was not finished has no trailer and is refused by every
 * reader. Used once, by one thread; owns nothing.
 */
public final class ContainerWriter {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Appender file;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(BUFFER_BYTES >> 3);
  private final MessageDigest digest = ContainerFormat.sha256();
  private final List<SectionEntry> table = new ArrayList<>();

  /** Begins a file. */
  public ContainerWriter(Appender file, ContainerHeader header) {
    this.file = file;
    append(header.encode());
  }

  /** Appends one section. */
  public void section(CheckpointSection section) {
    table.add(SectionEntry.of(section, position()));
    append(section.bytes());
  }

  /** Appends table and trailer. Returns the SHA-256 of everything before the trailer. */
  public byte[] finish() {
    long tableOffset = position();
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    for (SectionEntry entry : table) {
      entries.writeBytes(entry.encode());
    }
    byte[] bytes = entries.toByteArray();
    append(bytes);
    ContainerTrailer trailer =
        new ContainerTrailer(
            tableOffset,
            bytes.length,
            table.size(),
            ContainerFormat.crc32c(bytes, 0, bytes.length),
            digest.digest());
    buffer.writeBytes(trailer.encode());
    flush();
    return trailer.digest();
  }

  private void append(byte[] bytes) {
    digest.update(bytes);
    buffer.writeBytes(bytes);
    if (buffer.size() >= BUFFER_BYTES) {
      flush();
    }
  }

  private long position() {
    return file.position() + buffer.size();
  }

  private void flush() {
    file.write(ByteBuffer.wrap(buffer.toByteArray()));
    buffer.reset();
  }
}
