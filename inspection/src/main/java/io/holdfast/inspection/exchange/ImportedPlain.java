package io.holdfast.inspection.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** A tail mark or any other file: text, bytes, slots, and a checksum of what is before it. */
final class ImportedPlain extends ImportedFile {
  private final Format format;
  private final CRC32C crc = new CRC32C();

  ImportedPlain(Output output, Format format) {
    super(output);
    this.format = format;
  }

  @Override
  void other(String type, Fields line) {
    if (format == Format.TAIL_MARK && type.equals("tail_mark")) {
      write(TailMarkJson.encode(line));
    } else if (format == Format.PLAIN && type.equals("line")) {
      boolean open = line.has("unterminated") && line.flag("unterminated");
      text(line.text("text") + (open ? "" : "\n"));
    } else if (format == Format.PLAIN && type.equals("crc_line")) {
      text(PlainExport.checksum(crc) + "\n");
    } else {
      throw line.problem(
          "a file of format '" + format.word() + "' has no line of type '" + type + "'");
    }
  }

  private void text(String text) {
    write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  void written(ByteBuffer bytes) {
    crc.update(bytes.duplicate());
  }
}
