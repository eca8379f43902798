package io.holdfast.inspection.ruler;

import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.ContainerReport;
import io.holdfast.checkpoint.SectionCodec;
import io.holdfast.checkpoint.SectionReport;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.inspection.Content;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

/** The bytes of a checkpoint file: header, sections, table, trailer. */
public final class CheckpointRuler {
  private static final int HEADER_BYTES = 72;
  private static final int TRAILER_BYTES = 64;
  private static final int ENTRY_BYTES = 28;
  private static final int LARGEST_READ = 64 << 20;

  private final StorageReader file;
  private final boolean redacted;
  private final Consumer<Content> out;

  private CheckpointRuler(StorageReader file, boolean redacted, Consumer<Content> out) {
    this.file = file;
    this.redacted = redacted;
    this.out = out;
  }

  /** Goes along a file whose header and table have verified. */
  public static void measure(
      StorageReader file, ContainerReport report, boolean redacted, Consumer<Content> out) {
    CheckpointRuler ruler = new CheckpointRuler(file, redacted, out);
    ruler.header();
    report.sections().forEach(ruler::section);
    ruler.table(report);
    ruler.trailer(report.lengthBytes());
  }

  private void header() {
    HexRuler ruler = ruler(0, HEADER_BYTES);
    ruler.title("header");
    ruler.raw(8, "magic");
    ruler.shortField("format major %s");
    ruler.shortField("format minor %s");
    ruler.intField("header length %s");
    ruler.longField("incompatible features %s");
    ByteBuffer id = ruler.peek(16).order(ByteOrder.BIG_ENDIAN);
    ruler.raw(16, "application " + new UUID(id.getLong(0), id.getLong(8)));
    ruler.longField("epoch %s");
    ruler.longField("batch time %s");
    ByteBuffer created = ruler.peek(8).order(ByteOrder.LITTLE_ENDIAN);
    ruler.longField("created " + Instant.ofEpochMilli(created.getLong(0)));
    ruler.intField("compatible features %s");
    ruler.hexField("CRC32C of the header %s");
  }

  private void section(SectionReport section) {
    HexRuler ruler = ruler(section.offset(), section.lengthBytes());
    ruler.title("section '" + section.name() + "'");
    try {
      if (section.name().equals(Sections.PENDING_OUTLINE)) {
        JournalRuler.driverState(ruler);
      }
    } catch (HoldfastException e) {
      ruler.title(String.valueOf(e.getMessage()));
    }
    if (ruler.remaining() > 0) {
      ruler.payload(ruler.remaining(), "content");
    }
  }

  private void table(ContainerReport report) {
    long at = report.lengthBytes() - TRAILER_BYTES;
    for (SectionReport section : report.sections()) {
      at -= ENTRY_BYTES + section.name().length();
    }
    for (SectionReport section : report.sections()) {
      int length = ENTRY_BYTES + section.name().length();
      HexRuler ruler = ruler(at, length);
      ruler.title("table entry '" + section.name() + "'");
      ruler.longField("offset %s");
      ruler.longField("length %s");
      ruler.hexField("CRC32C of the section %s");
      ruler.intField("schema version %s");
      int codec = ruler.peek(2).order(ByteOrder.LITTLE_ENDIAN).getShort(0);
      String name = SectionCodec.of(codec).map(SectionCodec::name).orElse("not known");
      ruler.shortField("codec %s: " + name);
      ruler.shortField("name length %s");
      ruler.raw(section.name().length(), "name");
      at += length;
    }
  }

  private void trailer(long fileLength) {
    HexRuler ruler = ruler(fileLength - TRAILER_BYTES, TRAILER_BYTES);
    ruler.title("trailer");
    ruler.longField("table offset %s");
    ruler.intField("table length %s");
    ruler.intField("sections %s");
    ruler.hexField("CRC32C of the table %s");
    ruler.raw(32, "SHA-256 of all before the trailer");
    ruler.hexField("CRC32C of the trailer %s");
    ruler.raw(8, "end magic");
  }

  private HexRuler ruler(long offset, long length) {
    int read = (int) Math.min(length, LARGEST_READ);
    ByteBuffer bytes = ByteBuffer.allocate(read);
    file.read(offset, bytes);
    return new HexRuler(bytes.flip(), offset, redacted, out);
  }
}
